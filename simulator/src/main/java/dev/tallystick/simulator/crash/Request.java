package dev.tallystick.simulator.crash;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request and what is known of it. Sent by one thread at a time; read by others only when nothing runs. */
final class Request {
    /** What a client knows. */
    enum State {
        /** It was sent, perhaps several times, and never answered: stored whole or not at all. */
        UNKNOWN,
        /** It was answered with 201. */
        ACKNOWLEDGED
    }

    private final List<Item> items;
    private final boolean atomic;
    private final @Nullable String idempotencyKey;
    private State state = State.UNKNOWN;
    private List<Row> rows = List.of();
    private byte[] reply = new byte[0];

    Request(List<Item> items, boolean atomic, @Nullable String idempotencyKey) {
        this.items = items;
        this.atomic = atomic;
        this.idempotencyKey = idempotencyKey;
    }

    List<Item> items() {
        return items;
    }

    boolean single() {
        return items.size() == 1 && !atomic;
    }

    String path() {
        return single() ? "/api/v1/balance/delta" : "/api/v1/balance/delta/batch";
    }

    /** The header line, or nothing. */
    String headers() {
        return idempotencyKey == null ? "" : "Idempotency-Key: " + idempotencyKey + "\r\n";
    }

    boolean keyed() {
        return idempotencyKey != null;
    }

    byte[] body() {
        String text = single()
                ? items.getFirst().toJson()
                : "{\"atomic\":" + atomic + ",\"deltas\":["
                        + items.stream().map(Item::toJson).collect(Collectors.joining(",")) + "]}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void acknowledged(List<Row> answered, byte[] bytes) {
        state = State.ACKNOWLEDGED;
        rows = answered;
        reply = bytes;
    }

    boolean isAcknowledged() {
        return state == State.ACKNOWLEDGED;
    }

    /** The acknowledged records, in the order of the items. */
    List<Row> rows() {
        return rows;
    }

    byte[] reply() {
        return reply;
    }

    @Override
    public String toString() {
        return (atomic ? "atomic " : "") + "request of " + items.size() + " from "
                + items.getFirst().referenceId();
    }
}
