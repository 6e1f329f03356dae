package dev.tallystick.server.index;

import dev.tallystick.ledger.event.Event;

/** Gives back recorded events by number; the index keeps where things are, not what they say. Any thread. */
@FunctionalInterface
public interface RecordedEvents {
    /** The event with this number, which must have been recorded. */
    Event event(long number);
}
