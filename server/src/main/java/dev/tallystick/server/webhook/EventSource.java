package dev.tallystick.server.webhook;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.server.journal.Journal;
import dev.tallystick.server.sequencer.JournalEvents;
import java.util.function.ObjLongConsumer;
import java.util.stream.LongStream;

/** The events of a plane, to be read in order from any position. All methods may be called from any thread. */
public interface EventSource {
    /** How many there are, which is the number the next one gets. */
    long nextEvent();

    /** Reads the event with a number below {@link #nextEvent}. */
    Event event(long number);

    /** Hands the events from one number up to, not including, another to the visitor, in order. */
    void events(long from, long to, ObjLongConsumer<Event> visitor);

    /**
     * The number of the first event recorded at or after an instant, {@link #nextEvent} if there is none: events are in
     * the order of their times.
     *
     * @param instant milliseconds since the epoch
     */
    default long firstAt(long instant) {
        long low = 0;
        long high = nextEvent();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (event(middle).recordedAt() < instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Those of a journal, which is only read. */
    static EventSource of(Journal journal) {
        JournalEvents recorded = new JournalEvents(journal);
        return new EventSource() {
            @Override
            public long nextEvent() {
                return journal.nextEvent();
            }

            @Override
            public Event event(long number) {
                return recorded.event(number);
            }

            @Override
            public void events(long from, long to, ObjLongConsumer<Event> visitor) {
                recorded.events(LongStream.range(from, to).toArray(), visitor);
            }
        };
    }
}
