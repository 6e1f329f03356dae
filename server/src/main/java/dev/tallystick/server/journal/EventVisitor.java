package dev.tallystick.server.journal;

/** Receives the events of a {@linkplain Journal#replay replay}, in order, on the replaying thread. */
@FunctionalInterface
public interface EventVisitor {
    /**
     * Takes one event.
     *
     * @param number the event's number
     * @param buffer holds the event; only valid during the call and not to be changed
     * @param offset where the event starts in the buffer
     * @param length bytes, at least 1
     */
    void event(long number, byte[] buffer, int offset, int length);

    /**
     * Tells that all events of one batch have been handed over.
     *
     * @param nextEvent the number after the batch's last event
     */
    default void endOfBatch(long nextEvent) {}
}
