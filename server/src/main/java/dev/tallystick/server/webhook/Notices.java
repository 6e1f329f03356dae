package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.sequencer.Plane;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is told of each event of the journal: a function of the journal alone, so that nothing has to be kept to tell it
 * again.
 */
public final class Notices {
    /** The most notices one event gives. */
    static final int PER_EVENT_MAX = 2;

    private static final String CREATED_MARK = "c";
    private static final Pattern OF_EVENT = Pattern.compile("evt_[0-9]{13}_[0-9]{10,18}c?");

    private Notices() {}

    /** When customers first appear in the journal, milliseconds since the epoch; {@link Long#MAX_VALUE}: not yet. */
    public interface Beginnings {
        /** With their first settings. */
        long setAt(AccountKey customer);

        /** With their first record. */
        long recordedAt(AccountKey customer);

        /** Those of a plane. */
        static Beginnings of(Plane plane) {
            return new Beginnings() {
                @Override
                public long setAt(AccountKey customer) {
                    return plane.directory().customerSetAt(customer);
                }

                @Override
                public long recordedAt(AccountKey customer) {
                    AccountHead head = plane.reader().account(customer);
                    return head == null ? Long.MAX_VALUE : head.firstAt();
                }
            };
        }
    }

    /**
     * The notices of event {@code number}, in the order in which they are told; most events have none.
     *
     * @param origin of the log whose leaf the event is
     * @param beginnings tells by which event a customer came to be, so that it is told once
     */
    public static List<Notice> of(long number, Event event, String origin, Beginnings beginnings) {
        return switch (event) {
            case DeltaRecorded delta ->
                delta.sequence() == 1 && beginnings.setAt(delta.account()) > delta.recordedAt()
                        ? List.of(customerCreated(number, delta), DeltaNotice.of(number, delta, origin))
                        : List.of(DeltaNotice.of(number, delta, origin));
            case Event.CustomerSettingsChanged changed ->
                isFirst(changed, beginnings) ? List.of(customerCreated(number, changed)) : List.of();
            case Event.CheckpointSealed sealed -> List.of(CheckpointNotice.of(number, sealed));
            case Event.Stamped ignored -> List.of();
        };
    }

    /** The id of an event's notice. */
    static String id(long at, long number, String mark) {
        return "evt_" + padded(at, 13) + "_" + padded(number, 10) + mark;
    }

    private static String padded(long value, int digits) {
        String text = Long.toString(value);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    /** The number of the event that a notice's id names, or -1 if it names none. */
    static long eventOf(String id) {
        return OF_EVENT.matcher(id).matches() ? Long.parseLong(id.substring(18).replace(CREATED_MARK, "")) : -1;
    }

    /** The notice of an event with this id, or null. */
    static @Nullable Notice find(List<Notice> notices, String id) {
        for (Notice notice : notices) {
            if (notice.id().equals(id)) {
                return notice;
            }
        }
        return null;
    }

    /** Settings before the first record are those the customer was made with; later ones only change it. */
    private static boolean isFirst(Event.CustomerSettingsChanged changed, Beginnings beginnings) {
        long at = changed.recordedAt();
        // The writer may be about to take the event in: then nothing is known yet, and it is the first.
        return beginnings.setAt(changed.account()) >= at && beginnings.recordedAt(changed.account()) >= at;
    }

    private static Notice customerCreated(long number, Event.CustomerSettingsChanged changed) {
        return customerCreated(number, changed.account(), changed.recordedAt(), null);
    }

    private static Notice customerCreated(long number, DeltaRecorded delta) {
        return customerCreated(number, delta.account(), delta.recordedAt(), StoredDelta.recordId(number));
    }

    private static Notice customerCreated(long number, AccountKey customer, long at, @Nullable String firstRecordId) {
        ByteSink sink = new ByteSink(256);
        new JsonWriter(sink)
                .beginObject()
                .name("customerId")
                .value(customer.customerId())
                .name("firstRecordId")
                .value(firstRecordId)
                .name("createdAt")
                .value(UtcText.of(at))
                .endObject();
        return new Notice(
                id(at, number, CREATED_MARK),
                customer.tenantId(),
                "customer.created",
                customer.customerId(),
                at,
                new Notice.Json(new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8)));
    }
}
