package dev.tallystick.cli.imports;

import dev.tallystick.cli.exit.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches in parallel: a customer's rows all go through one lane, whose batches go out one after another, so that
 * their order is kept. Rows come from one thread; memory is bounded by the batches that may wait in each lane.
 *
 * <pre>
 *   row --(by customer)--> filling batch --full--> queue --> one thread --> server
 * </pre>
 */
final class Lanes {
    private static final int WAITING = 2;
    private static final long LOOK_MILLIS = 100;

    private final List<Lane> lanes = new ArrayList<>();
    private final BatchPoster poster;
    private final ImportTotals totals;
    private final RefusedRows refused;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    Lanes(int count, BatchPoster poster, ImportTotals totals, RefusedRows refused) {
        this.poster = poster;
        this.totals = totals;
        this.refused = refused;
        for (int i = 0; i < count; i++) {
            Lane lane = new Lane();
            lane.thread = Thread.ofPlatform().name("import-" + i).daemon(true).start(lane::run);
            lanes.add(lane);
        }
    }

    /** Hands over a row; waits while its lane is full. */
    void add(ImportRow row, String item) {
        Lane lane = lanes.get(Math.floorMod(row.customerId().hashCode(), lanes.size()));
        lane.filling.add(row, item);
        if (lane.filling.isFull()) {
            put(lane, lane.filling);
            lane.filling = new Batch();
        }
    }

    /** Sends what is left and waits until all of it has been answered. */
    void finish() {
        for (Lane lane : lanes) {
            if (!lane.filling.isEmpty()) {
                put(lane, lane.filling);
                lane.filling = new Batch();
            }
            // An empty batch ends a lane.
            put(lane, lane.filling);
        }
        for (Lane lane : lanes) {
            join(lane);
        }
        throwFailure();
    }

    private void put(Lane lane, Batch batch) {
        try {
            while (!lane.queue.offer(batch, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throwFailure();
            }
            throwFailure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.surroundings("Interrupted.", e);
        }
    }

    private void join(Lane lane) {
        try {
            Thread thread = lane.thread;
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.surroundings("Interrupted.", e);
        }
    }

    private void throwFailure() {
        RuntimeException known = failure.get();
        if (known != null) {
            throw known;
        }
    }

    /** One customer's rows, and others', in order. */
    private final class Lane {
        private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(WAITING);
        private Batch filling = new Batch();
        private @Nullable Thread thread;

        private void run() {
            try {
                for (Batch batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                    if (failure.get() != null) {
                        return;
                    }
                    send(batch);
                }
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure.compareAndSet(null, CommandFailure.surroundings("Interrupted.", e));
            }
        }

        private void send(Batch batch) throws InterruptedException {
            List<ImportRow> rows = batch.rows();
            int[] failed = {0};
            int repeated = BatchReply.read(poster.post(batch.body()), rows.size(), (index, code, message) -> {
                failed[0]++;
                totals.refused();
                refused.add(rows.get(index).line(), rows.get(index).customerId(), code, message);
            });
            totals.answered(rows.size() - failed[0] - repeated, repeated);
        }
    }
}
