package dev.tallystick.server.journal;

/**
 * An append-only sequence of batches of opaque events, numbered from 0 without gaps.
 *
 * <p><b>Order.</b> Events have the order of the appends, and within a batch the order in which they were written to it.
 *
 * <p><b>Durability.</b> When {@link #append} returns, the whole batch survives a crash of the process, the kernel or the
 * power supply. Nobody sees an event, through {@link #nextEvent}, {@link #read} or {@link #replay}, before that. A batch
 * is stored as a whole or not at all.
 *
 * <p><b>Conflict.</b> {@link #append} is a compare-and-set on the number of the next event. The loser gets {@link
 * JournalConflict}, nothing of its batch is stored, and the journal stays usable.
 *
 * <p><b>Failure.</b> The journal never retries. After a failed append it is {@linkplain JournalStopped stopped}: that
 * batch may be found stored or not after the next opening, every later append is refused, and reading goes on for
 * everything acknowledged before. The caller retries nothing either: it opens anew and looks at {@link #nextEvent}.
 *
 * <p><b>Threads.</b> One thread appends at a time, and nobody may interrupt it inside {@link #append} (the platform then
 * closes the file, which stops the journal; an interrupt before the call is harmless). All other methods may be called by any thread at any time.
 */
public interface Journal extends AutoCloseable {
    /** Returns how many events are durable, which is the number the next event will get. */
    long nextEvent();

    /**
     * Stores the batch durably; its first event gets number {@code expectedNextEvent}.
     *
     * @param batch 1 to {@link EventBatch#MAX_EVENTS} ended events; may be reused as soon as this returns
     * @throws JournalConflict the next event has another number; nothing was stored
     * @throws JournalStopped this write or an earlier one failed; whether this batch is stored shows at the next opening
     * @throws IllegalArgumentException the batch is empty or its last event was not ended
     */
    void append(long expectedNextEvent, EventBatch batch);

    /**
     * Hands every event from {@code fromEvent} up to the {@link #nextEvent} of the moment of the call to the visitor, in
     * order, on the calling thread, after checking the checksums of the batch it stands in.
     *
     * @param fromEvent 0 to {@link #nextEvent}
     * @throws JournalDamaged at the first batch that is not as it was written; earlier ones have been handed over
     * @throws JournalUnreadable the medium reports an error
     */
    void replay(long fromEvent, EventVisitor visitor);

    /**
     * Returns one event, checked against its own checksum; the cost does not depend on the length of the history.
     *
     * @throws IndexOutOfBoundsException {@code event} is negative or not below {@link #nextEvent}
     * @throws JournalDamaged the event is not as it was written
     * @throws JournalUnreadable the medium reports an error
     */
    StoredEvent read(long event);

    /**
     * Hands many events to the visitor, in the order asked for, each checked as by {@link #read}. The buffer is valid only
     * during the call. Events that stand close together may cost less than so many reads.
     *
     * @param events ascending numbers under the conditions of {@link #read}
     * @throws JournalDamaged as by {@link #read}; earlier events have been handed over
     * @throws JournalUnreadable the medium reports an error
     */
    default void readAll(long[] events, EventVisitor visitor) {
        for (long event : events) {
            byte[] bytes = read(event).bytes();
            visitor.event(event, bytes, 0, bytes.length);
        }
    }

    /** Ends writing in good order and frees all resources; a second call does nothing. Nothing durable depends on it. */
    @Override
    void close();
}
