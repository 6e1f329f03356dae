package dev.tallystick.server.log;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.EventEntry;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.server.journal.EventBatch;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Grows a log's tree and signs what comes of it, on a thread of its own, beside the writer. Called by the writer only,
 * and closed once that has ended; {@link #signNanos} is for any thread.
 */
final class TreeGrowth {
    private final PlaneLog.Place place;
    private final TreeFiles tree;
    private final KeyRing keys;
    private final ExecutorService grower;
    private volatile long signNanos;

    /** Entries being gathered, those being hashed, and what comes of them. */
    private ByteSink gathering = new ByteSink(1 << 18);

    private ByteSink hashing = new ByteSink(1 << 18);
    private @Nullable Future<SignedHead> growing;

    TreeGrowth(PlaneLog.Place place, TreeFiles tree, KeyRing keys) {
        this.place = place;
        this.tree = tree;
        this.keys = keys;
        this.grower = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("log-" + place.origin()).daemon(true).factory());
    }

    /** Gathers the entry of the batch's last ended event; in the order of the events. */
    void gather(Event event, EventBatch batch) {
        int last = batch.count() - 1;
        int start = batch.start(last);
        EventEntry.append(event, batch.bytes(), start, batch.end(last) - start, gathering);
    }

    /** Begins to grow the tree by what was gathered. */
    void begin() {
        await();
        ByteSink entries = gathering;
        gathering = hashing;
        gathering.reset();
        hashing = entries;
        growing = grower.submit(() -> grow(entries));
    }

    private SignedHead grow(ByteSink entries) throws IOException {
        tree.append(entries.array(), entries.length());
        long started = System.nanoTime();
        SignedHead head = keys.sign(tree.size(), tree.root());
        signNanos = System.nanoTime() - started;
        return head;
    }

    /**
     * Waits until the tree covers all that {@link #begin} took.
     *
     * @return its signed head; null if nothing was begun since the last call
     * @throws LogException the tree's files cannot be written
     */
    @Nullable
    SignedHead await() {
        Future<SignedHead> running = growing;
        growing = null;
        if (running == null) {
            return null;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return running.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new LogException("The log in " + place.folder() + " could not be extended.", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How long the last signing took, in nanoseconds. */
    long signNanos() {
        return signNanos;
    }

    /** Finishes what was begun, and ends the thread. */
    void close() {
        grower.shutdown();
        try {
            await();
        } catch (LogException e) {
            System.getLogger(TreeGrowth.class.getName())
                    .log(System.Logger.Level.DEBUG, "the writer stopped for this reason", e);
        }
    }
}
