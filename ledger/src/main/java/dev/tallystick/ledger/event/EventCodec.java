package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.Answer;
import dev.tallystick.ledger.event.Event.ApiKeyCreated;
import dev.tallystick.ledger.event.Event.ApiKeyRevoked;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.event.Event.TenantOpened;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The byte form of events, specified in {@code docs/formats/events.md}: a type byte, a version byte, then fields.
 * A type's bytes never change; a new layout gets a new version, and every version stays readable. Stateless.
 */
public final class EventCodec {
    static final int DELTA_RECORDED = 1;
    static final int TENANT_OPENED = 2;
    static final int API_KEY_CREATED = 3;
    static final int API_KEY_REVOKED = 4;
    static final int REQUEST_ANSWERED = 5;
    private static final int VERSION = 1;
    private static final int ANSWER_RECORDED = 0;
    private static final int ANSWER_REPEATED = 1;
    private static final int ANSWER_REFUSED = 2;

    private EventCodec() {}

    /** Appends the event's bytes. */
    public static void encode(Event event, ByteSink sink) {
        switch (event) {
            case DeltaRecorded delta -> {
                header(sink, DELTA_RECORDED);
                DeltaCodec.encode(delta, sink);
            }
            case TenantOpened opened -> {
                header(sink, TENANT_OPENED);
                sink.u64(opened.recordedAt());
                text(sink, opened.tenantId());
                text(sink, opened.name());
                sink.hash(opened.operatorPasswordHash());
            }
            case ApiKeyCreated created -> {
                header(sink, API_KEY_CREATED);
                sink.u64(created.recordedAt());
                text(sink, created.tenantId());
                text(sink, created.keyId());
                text(sink, created.publicId());
                text(sink, created.name());
                sink.hash(created.secretHash());
                sink.u8(created.scopes().toBits());
            }
            case ApiKeyRevoked revoked -> {
                header(sink, API_KEY_REVOKED);
                sink.u64(revoked.recordedAt());
                text(sink, revoked.tenantId());
                text(sink, revoked.keyId());
                sink.u64(revoked.effectiveAt());
            }
            case RequestAnswered answered -> {
                header(sink, REQUEST_ANSWERED);
                sink.u64(answered.recordedAt());
                text(sink, answered.tenantId());
                text(sink, answered.key());
                sink.hash(answered.requestHash());
                sink.varint(answered.answers().size());
                answered.answers().forEach(answer -> answer(sink, answer));
            }
        }
    }

    /**
     * Reads one event, which must fill {@code length} bytes exactly.
     *
     * @throws MalformedBytesException naming the offset, if the bytes are not an event this version knows
     */
    public static Event decode(byte[] bytes, int offset, int length) {
        ByteSource source = new ByteSource(bytes, offset, length);
        int type = source.u8();
        int version = source.u8();
        if (version != VERSION) {
            throw new MalformedBytesException(
                    offset + 1, "event version " + version + " of type " + type + " is unknown; expected " + VERSION);
        }
        Event event = switch (type) {
            case DELTA_RECORDED -> DeltaCodec.decode(source);
            case TENANT_OPENED -> new TenantOpened(source.u64(), text(source), text(source), source.hash());
            case API_KEY_CREATED ->
                new ApiKeyCreated(
                        source.u64(),
                        text(source),
                        text(source),
                        text(source),
                        text(source),
                        source.hash(),
                        scopes(source));
            case API_KEY_REVOKED -> new ApiKeyRevoked(source.u64(), text(source), text(source), source.u64());
            case REQUEST_ANSWERED -> requestAnswered(source);
            default -> throw new MalformedBytesException(offset, "event type " + type + " is unknown");
        };
        if (source.remaining() != 0) {
            throw new MalformedBytesException(
                    source.position(), source.remaining() + " bytes are left over after an event of type " + type);
        }
        return event;
    }

    private static RequestAnswered requestAnswered(ByteSource source) {
        long recordedAt = source.u64();
        String tenantId = text(source);
        String key = text(source);
        Hash requestHash = source.hash();
        int count = count(source);
        List<Answer> answers = new ArrayList<>(Math.min(count, 1_000));
        for (int i = 0; i < count; i++) {
            answers.add(answer(source));
        }
        return new RequestAnswered(recordedAt, tenantId, key, requestHash, List.copyOf(answers));
    }

    private static void answer(ByteSink sink, Answer answer) {
        switch (answer) {
            case Answer.Stored(long event, boolean repeated) -> {
                sink.u8(repeated ? ANSWER_REPEATED : ANSWER_RECORDED);
                sink.varint(event);
            }
            case Answer.Refused refused -> {
                sink.u8(ANSWER_REFUSED);
                text(sink, refused.code());
                text(sink, refused.message());
                optionalText(sink, refused.customerId());
                Amount delta = refused.delta();
                optionalText(sink, delta == null ? null : delta.toString());
            }
        }
    }

    private static Answer answer(ByteSource source) {
        int kind = source.u8();
        return switch (kind) {
            case ANSWER_RECORDED -> new Answer.Stored(source.varint(), false);
            case ANSWER_REPEATED -> new Answer.Stored(source.varint(), true);
            case ANSWER_REFUSED -> {
                String code = text(source);
                String message = text(source);
                String customerId = optionalText(source);
                yield new Answer.Refused(code, message, customerId, optionalAmount(source));
            }
            default -> throw new MalformedBytesException(source.position() - 1, "answer kind " + kind + " is unknown");
        };
    }

    private static void header(ByteSink sink, int type) {
        sink.u8(type);
        sink.u8(VERSION);
    }

    /** A text: its length in bytes as a varint, then its UTF-8 bytes. */
    static void text(ByteSink sink, String text) {
        int start = sink.length();
        // Almost every text is ASCII, with as many bytes as characters; counting first would read each one twice.
        sink.varint(text.length());
        int from = sink.length();
        sink.utf8(text);
        int bytes = sink.length() - from;
        if (bytes != text.length()) {
            sink.truncate(start);
            sink.varint(bytes);
            sink.utf8(text);
        }
    }

    static String text(ByteSource source) {
        return source.utf8(count(source));
    }

    /** A length or a number of things: a varint that fits an int. */
    static int count(ByteSource source) {
        int at = source.position();
        long count = source.varint();
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new MalformedBytesException(
                    at, "a length or count of " + Long.toUnsignedString(count) + "; expected at most 2147483647");
        }
        return (int) count;
    }

    private static ApiKeyScopes scopes(ByteSource source) {
        int bits = source.u8();
        if (bits < 1 || bits > 3) {
            throw new MalformedBytesException(source.position() - 1, "API key scopes " + bits + "; expected 1 to 3");
        }
        return ApiKeyScopes.ofBits(bits);
    }

    private static void optionalText(ByteSink sink, @Nullable String text) {
        sink.u8(text == null ? 0 : 1);
        if (text != null) {
            text(sink, text);
        }
    }

    private static @Nullable String optionalText(ByteSource source) {
        int present = source.u8();
        if (present > 1) {
            throw new MalformedBytesException(
                    source.position() - 1, "presence byte " + present + " of an optional text; expected 0 or 1");
        }
        return present == 0 ? null : text(source);
    }

    private static @Nullable Amount optionalAmount(ByteSource source) {
        int at = source.position();
        String text = optionalText(source);
        try {
            return text == null ? null : Amount.parse(text);
        } catch (AmountException e) {
            throw new MalformedBytesException(at, "'" + text + "' is not an amount: " + e.getMessage());
        }
    }
}
