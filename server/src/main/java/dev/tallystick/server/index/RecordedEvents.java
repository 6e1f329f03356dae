package dev.tallystick.server.index;

import dev.tallystick.ledger.event.Event;
import java.util.function.ObjLongConsumer;

/** Gives back recorded events by number; the index keeps where things are, not what they say. Any thread. */
@FunctionalInterface
public interface RecordedEvents {
    /** The event with this number, which must have been recorded. */
    Event event(long number);

    /**
     * Hands many of them to the visitor, in the order asked for.
     *
     * @param numbers ascending, and all recorded
     */
    default void events(long[] numbers, ObjLongConsumer<Event> visitor) {
        for (long number : numbers) {
            visitor.accept(event(number), number);
        }
    }
}
