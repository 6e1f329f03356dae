package dev.tallystick.server.webhook;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an endpoint's deliveries stand, as it is kept on disk; docs/formats/webhooks.md has the layout.
 *
 * @param cursor every event below it was delivered or given up, or is in {@code pending} or {@code replays}
 * @param failingSince when the row of failures without a success began, milliseconds since the epoch; 0: none
 * @param lastAt when something was last sent, likewise
 * @param replays ranges that were asked for again
 * @param pending what comes from events, in the order of delivery for each customer; in a state of an older release also
 *     what was published
 */
record OutletState(
        long cursor,
        long failingSince,
        long successes,
        long failures,
        long lastAt,
        List<Range> replays,
        List<Pending> pending) {
    private static final int VERSION = 1;
    private static final int OF_EVENT = 0;
    private static final int PUBLISHED = 1;

    /** Events from number {@code from} up to, not including, {@code to}. */
    record Range(long from, long to) {}

    /** Nothing has been told yet; everything from {@code cursor} on will be. */
    static OutletState fresh(long cursor) {
        return new OutletState(cursor, 0, 0, 0, 0, List.of(), List.of());
    }

    byte[] toBytes() {
        ByteSink sink = new ByteSink(64 + pending.size() * 32);
        sink.u8(VERSION);
        sink.u64(cursor).u64(failingSince).varint(successes).varint(failures).u64(lastAt);
        sink.varint(replays.size());
        for (Range range : replays) {
            sink.varint(range.from()).varint(range.to());
        }
        sink.varint(pending.size());
        for (Pending each : pending) {
            write(each, sink);
        }
        return sink.toBytes();
    }

    static void write(Pending pending, ByteSink sink) {
        Notice published = pending.published;
        if (published == null) {
            sink.u8(OF_EVENT);
            text(sink, pending.customerId);
            sink.varint(pending.number).u8(pending.part);
        } else {
            sink.u8(PUBLISHED);
            text(sink, published.customerId());
            text(sink, published.id());
            text(sink, published.tenantId());
            text(sink, published.name());
            sink.u64(published.at());
            text(sink, published.data().text());
        }
        sink.varint(pending.attempts).u64(pending.nextAt);
    }

    /** @throws MalformedBytesException these are no such bytes */
    static OutletState of(byte[] bytes) {
        ByteSource source = new ByteSource(bytes);
        if (source.u8() != VERSION) {
            throw new MalformedBytesException(0, "the state of a webhook endpoint has an unknown version");
        }
        long cursor = source.u64();
        long failingSince = source.u64();
        long successes = source.varint();
        long failures = source.varint();
        long lastAt = source.u64();
        List<Range> replays = new ArrayList<>();
        for (long left = source.varint(); left > 0; left--) {
            replays.add(new Range(source.varint(), source.varint()));
        }
        List<Pending> pending = new ArrayList<>();
        for (long left = source.varint(); left > 0; left--) {
            pending.add(read(source));
        }
        return new OutletState(cursor, failingSince, successes, failures, lastAt, replays, pending);
    }

    static Pending read(ByteSource source) {
        boolean published = source.u8() == PUBLISHED;
        String customerId = text(source);
        Pending pending;
        if (published) {
            String id = text(source);
            String tenantId = text(source);
            String name = text(source);
            long at = source.u64();
            pending = Pending.published(new Notice(id, tenantId, name, customerId, at, new Notice.Json(text(source))));
        } else {
            pending = Pending.ofEvent(customerId, source.varint(), source.u8());
        }
        pending.attempts = (int) source.varint();
        pending.nextAt = source.u64();
        return pending;
    }

    static void text(ByteSink sink, String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        sink.varint(bytes.length);
        sink.bytes(bytes);
    }

    static String text(ByteSource source) {
        return source.utf8((int) source.varint());
    }
}
