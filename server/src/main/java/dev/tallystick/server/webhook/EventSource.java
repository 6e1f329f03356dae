package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.server.journal.Journal;
import dev.tallystick.server.journal.StoredEvent;

/** The events of a plane, to be read in order from any position. All methods may be called from any thread. */
public interface EventSource {
    /** How many there are, which is the number the next one gets. */
    long nextEvent();

    /** Reads the event with a number below {@link #nextEvent}. */
    Event event(long number);

    /** Those of a journal, which is only read. */
    static EventSource of(Journal journal) {
        return new EventSource() {
            @Override
            public long nextEvent() {
                return journal.nextEvent();
            }

            @Override
            public Event event(long number) {
                StoredEvent stored = journal.read(number);
                return EventCodec.decode(stored.bytes(), 0, stored.bytes().length);
            }
        };
    }
}
