package dev.tallystick.server.webhook;

import dev.tallystick.ledger.state.Endpoints.Endpoint;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of telling one endpoint one notice, as the delivery log keeps it.
 *
 * @param createdAt when what it tells happened; all instants in milliseconds since the epoch
 * @param nextAt when the next attempt is due, 0 if there will be none
 * @param published the notice's data if nothing else keeps it, else null
 * @param attempts oldest first; of very many the newest
 */
public record Delivery(
        String tenantId,
        String endpointId,
        String noticeId,
        String name,
        String customerId,
        Status status,
        long createdAt,
        long nextAt,
        @Nullable String published,
        List<Attempt> attempts) {
    private static final int VERSION = 1;
    private static final int ATTEMPTS_MAX = 20;

    /** How it stands. Stored as a number, which is permanent. */
    public enum Status {
        /** Waiting for its next attempt. */
        PENDING(0),
        /** Answered with 2xx. */
        DELIVERED(1),
        /** Given up. */
        FAILED(2);

        private final int number;

        Status(int number) {
            this.number = number;
        }

        private static Status of(int number) {
            return number == 0 ? PENDING : number == 1 ? DELIVERED : FAILED;
        }

        /** The status of a name in any case, or null. */
        public static @Nullable Status of(String name) {
            for (Status status : values()) {
                if (status.name().equals(name.toUpperCase(Locale.ROOT))) {
                    return status;
                }
            }
            return null;
        }
    }

    /**
     * One attempt.
     *
     * @param at when it began
     * @param millis how long it took
     * @param statusCode the receiver's status, 0 if none came
     * @param outcome a sentence
     * @param reply the beginning of the receiver's reply
     */
    public record Attempt(long at, long millis, int statusCode, String outcome, String reply) {}

    /** What is to be told and was not tried yet. */
    static Delivery of(Endpoint endpoint, Notice notice) {
        boolean published = Notices.eventOf(notice.id()) < 0;
        return new Delivery(
                endpoint.tenantId(),
                endpoint.id(),
                notice.id(),
                notice.name(),
                notice.customerId(),
                Status.PENDING,
                notice.at(),
                0,
                published ? notice.data().text() : null,
                List.of());
    }

    /** The same after one attempt more. */
    Delivery after(Attempt attempt, Status now, long due) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        List<Attempt> kept = List.copyOf(all.subList(Math.max(0, all.size() - ATTEMPTS_MAX), all.size()));
        return new Delivery(tenantId, endpointId, noticeId, name, customerId, now, createdAt, due, published, kept);
    }

    /** The notice itself, if nothing else keeps it; else null. */
    @Nullable
    Notice publishedNotice() {
        return published == null
                ? null
                : new Notice(noticeId, tenantId, name, customerId, createdAt, new Notice.Json(published));
    }

    byte[] toBytes() {
        ByteSink sink = new ByteSink(256);
        sink.u8(VERSION);
        OutletState.text(sink, name);
        OutletState.text(sink, customerId);
        sink.u8(status.number).u64(createdAt).u64(nextAt);
        sink.u8(published == null ? 0 : 1);
        if (published != null) {
            OutletState.text(sink, published);
        }
        sink.varint(attempts.size());
        for (Attempt attempt : attempts) {
            sink.u64(attempt.at()).varint(attempt.millis()).u16(attempt.statusCode());
            OutletState.text(sink, attempt.outcome());
            OutletState.text(sink, attempt.reply());
        }
        return sink.toBytes();
    }

    static Delivery of(String tenantId, String endpointId, String noticeId, byte[] bytes) {
        ByteSource source = new ByteSource(bytes);
        source.u8();
        String name = OutletState.text(source);
        String customerId = OutletState.text(source);
        Status status = Status.of(source.u8());
        long createdAt = source.u64();
        long nextAt = source.u64();
        String published = source.u8() == 0 ? null : OutletState.text(source);
        List<Attempt> attempts = new ArrayList<>();
        for (long left = source.varint(); left > 0; left--) {
            attempts.add(new Attempt(
                    source.u64(), source.varint(), source.u16(), OutletState.text(source), OutletState.text(source)));
        }
        return new Delivery(
                tenantId, endpointId, noticeId, name, customerId, status, createdAt, nextAt, published, attempts);
    }
}
