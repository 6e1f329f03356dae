package dev.tallystick.server.sequencer;

import dev.tallystick.server.journal.EventBatch;
import dev.tallystick.server.journal.Journal;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Appends a batch on a thread of its own, so that the writer can decide the next group while the disk works. One append
 * at a time. Writer only, but for {@link #close}.
 */
final class JournalThread implements AutoCloseable {
    private final Journal journal;
    private final Runnable ended;
    private final ExecutorService thread;
    private @Nullable Future<?> running;

    /** @param ended called on the journal's thread when an append has ended, well or not */
    JournalThread(Journal journal, String name, Runnable ended) {
        this.journal = journal;
        this.ended = ended;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /** Begins an append; the batch is not to be touched until {@link #await} has returned. */
    void append(long first, EventBatch batch) {
        running = thread.submit(() -> {
            try {
                journal.append(first, batch);
            } finally {
                ended.run();
            }
        });
    }

    /**
     * Waits until the append that was begun last is durable; throws what it threw.
     *
     * @return false if none was begun since the last call
     */
    boolean await() {
        Future<?> append = running;
        running = null;
        if (append == null) {
            return false;
        }
        try {
            append.get();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException("the writer is never interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        }
    }

    /** To be called when nothing runs any more. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
