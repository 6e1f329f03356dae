package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.Administration;
import dev.tallystick.ledger.event.Event.DeliveryGivenUp;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.event.Event.Sealing;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.ledger.event.Event.Stamped;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.proof.record.Salt;

/**
 * The byte form of events, specified in {@code docs/formats/events.md}: a type byte, a version byte, then fields.
 * A type's bytes never change; a new layout gets a new version, and every version stays readable. Stateless.
 */
public final class EventCodec {
    private static final int DELTA_VERSION = 1;

    /** The oldest other events had no salt in version 1. */
    private static final int UNSALTED_VERSION = 1;

    private static final int STAMPED_VERSION = 2;

    private EventCodec() {}

    /** Appends the event's bytes. */
    public static void encode(Event event, ByteSink sink) {
        sink.u8(EventType.of(event));
        switch (event) {
            case DeltaRecorded delta -> {
                sink.u8(DELTA_VERSION);
                DeltaCodec.encode(delta, sink);
            }
            case Stamped stamped -> {
                sink.u8(STAMPED_VERSION);
                stamp(stamped.stamp(), sink);
                switch (stamped) {
                    case Administration administration -> AdministrationCodec.encode(administration, sink);
                    case RequestAnswered answered -> AnswerCodec.encode(answered, sink);
                    case Sealing sealing -> SealingCodec.encode(sealing, sink);
                    case DeliveryGivenUp givenUp -> EndpointCodec.encode(givenUp, sink);
                    case Event.ComparisonReported reported -> ReportCodec.encode(reported, sink);
                }
            }
        }
    }

    private static void stamp(Stamp stamp, ByteSink sink) {
        sink.u64(stamp.recordedAt());
        sink.bytes(stamp.salt().bytes());
        Texts.write(sink, stamp.tenantId());
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
        Event event = type == EventType.DELTA_RECORDED
                ? delta(version, offset, source)
                : stamped(type, version, offset, source);
        if (source.remaining() != 0) {
            throw new MalformedBytesException(
                    source.position(), source.remaining() + " bytes are left over after an event of type " + type);
        }
        return event;
    }

    private static DeltaRecorded delta(int version, int offset, ByteSource source) {
        if (version != DELTA_VERSION) {
            throw unknownVersion(EventType.DELTA_RECORDED, version, DELTA_VERSION, offset);
        }
        return DeltaCodec.decode(source);
    }

    private static Event stamped(int type, int version, int offset, ByteSource source) {
        boolean onceUnsalted = type >= EventType.TENANT_OPENED && type <= EventType.REQUEST_ANSWERED;
        if (!onceUnsalted && !EventType.stamped(type)) {
            throw new MalformedBytesException(offset, "event type " + type + " is unknown");
        }
        if (version != STAMPED_VERSION && !(onceUnsalted && version == UNSALTED_VERSION)) {
            throw unknownVersion(type, version, STAMPED_VERSION, offset);
        }
        long recordedAt = source.u64();
        Salt salt = version == UNSALTED_VERSION ? Salt.NONE : new Salt(source.bytes(Salt.LENGTH));
        Stamp stamp = new Stamp(recordedAt, salt, Texts.read(source));
        return switch (type) {
            case EventType.TENANT_OPENED -> AdministrationCodec.tenantOpened(stamp, source);
            case EventType.API_KEY_CREATED -> AdministrationCodec.apiKeyCreated(stamp, source);
            case EventType.LOG_KEY_ROTATED -> LogKeyCodec.decode(stamp, source);
            case EventType.API_KEY_REVOKED -> AdministrationCodec.apiKeyRevoked(stamp, source);
            case EventType.CHECKPOINT_SEALED -> SealingCodec.checkpointSealed(stamp, source);
            case EventType.CUSTOMER_KEY_REGISTERED -> CustomerKeyCodec.decode(stamp, source);
            case EventType.CUSTOMER_KEY_REVOKED -> CustomerKeyCodec.revoked(stamp, source);
            case EventType.CHECKPOINT_COUNTERSIGNED -> SealingCodec.checkpointCountersigned(stamp, source);
            case EventType.PERIOD_CLOSED -> AdministrationCodec.periodClosed(stamp, source);
            case EventType.TENANT_SETTINGS_CHANGED -> AdministrationCodec.tenantSettingsChanged(stamp, source);
            case EventType.COMPARISON_REPORTED -> ReportCodec.decode(stamp, source);
            case EventType.ENDPOINT_CREATED -> EndpointCodec.created(stamp, source);
            case EventType.ENDPOINT_CHANGED -> EndpointCodec.changed(stamp, source);
            case EventType.ENDPOINT_SECRET_ROTATED -> EndpointCodec.rotated(stamp, source);
            case EventType.ENDPOINT_DELETED -> EndpointCodec.deleted(stamp, source);
            case EventType.DELIVERY_GIVEN_UP -> EndpointCodec.givenUp(stamp, source);
            case EventType.CUSTOMER_SETTINGS_CHANGED -> CustomerSettingsCodec.decode(stamp, source);
            default -> AnswerCodec.decode(stamp, source);
        };
    }

    private static MalformedBytesException unknownVersion(int type, int version, int expected, int offset) {
        return new MalformedBytesException(
                offset + 1, "event version " + version + " of type " + type + " is unknown; expected " + expected);
    }
}
