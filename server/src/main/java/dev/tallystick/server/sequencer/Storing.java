package dev.tallystick.server.sequencer;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.server.journal.EventBatch;
import dev.tallystick.server.journal.Journal;
import dev.tallystick.server.log.PlaneLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes events durable: their bytes are collected in a batch, the log's tree grows beside it, and the batch is appended to
 * the journal, at once or beside what the writer does next. One append is under way at a time. Owned by the writer.
 */
final class Storing {
    /** A batch this long is stored before the next command is added; the largest command takes less than the rest. */
    private static final int BATCH_BYTES = EventBatch.MAX_BYTES / 2;

    private final Journal journal;
    private final @Nullable PlaneLog log;
    private final JournalThread appends;

    /** One to fill, one that may be on its way to the disk. */
    private EventBatch batch = new EventBatch();

    private EventBatch otherBatch = new EventBatch();

    Storing(Journal journal, @Nullable PlaneLog log, JournalThread appends) {
        this.journal = journal;
        this.log = log;
        this.appends = appends;
    }

    /** Forgets what was added and not appended. */
    void clear() {
        batch.reset();
    }

    void add(List<Event> events) {
        for (Event event : events) {
            EventCodec.encode(event, batch.sink());
            batch.endEvent();
            if (log != null) {
                log.add(event, batch);
            }
        }
    }

    boolean isFull() {
        return batch.byteCount() >= BATCH_BYTES;
    }

    boolean isEmpty() {
        return batch.count() == 0;
    }

    /** Stores the batch, if there is anything in it, and returns the number of the event after it. */
    long append(long first) {
        int count = batch.count();
        if (count > 0) {
            extendLog();
            journal.append(first, batch);
            batch.reset();
        }
        return first + count;
    }

    /** Begins to store the batch on the journal's thread; {@link #await} tells when it is. */
    void beginAppend(long first) {
        extendLog();
        appends.append(first, batch);
        EventBatch empty = otherBatch;
        otherBatch = batch;
        batch = empty;
    }

    /** Waits until what was begun is stored; false if nothing was. */
    boolean await() {
        return appends.await();
    }

    /** The reason why writing stops is known; whether the append under way succeeds shows at the next start. */
    void awaitQuietly() {
        try {
            appends.await();
        } catch (RuntimeException | Error ignored) {
            // Told already, or following from what was told.
        }
    }

    private void extendLog() {
        if (log != null) {
            log.extend();
        }
    }

    /** Keeps and shows the head that covers what is stored. */
    void publishHead() {
        if (log != null) {
            log.publish();
        }
    }

    void close() {
        appends.close();
    }
}
