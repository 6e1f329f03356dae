package dev.tallystick.simulator.bench;

import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients of an engine that make, hash and submit batches one after the other and wait for each, as the threads of HTTP
 * requests do.
 */
final class EngineLoad {
    private static final int CLIENTS = 2;
    private static final int BATCH = 1_000;

    private final Engine engine;
    private final Usage usage;
    private final AtomicLong next = new AtomicLong();

    EngineLoad(Engine engine, Usage usage) {
        this.engine = engine;
        this.usage = usage;
    }

    /**
     * Records the usage's next deltas.
     *
     * @param deltas rounded up to whole batches
     * @return nanoseconds until the last was durable
     */
    long run(long deltas) {
        long end = next.get() + deltas;
        long started = System.nanoTime();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(() -> client(end)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed", e.getCause());
        }
        long nanos = System.nanoTime() - started;
        next.set(end);
        return nanos;
    }

    private void client(long end) {
        ByteSink scratch = new ByteSink(512);
        for (long first = next.getAndAdd(BATCH); first < end; first = next.getAndAdd(BATCH)) {
            List<DeltaRequest> batch = new ArrayList<>(BATCH);
            for (int i = 0; i < BATCH; i++) {
                DeltaItem item = usage.item(first + i);
                batch.add(new DeltaRequest.Valid(item, ContentHash.of(item, scratch)));
            }
            engine.record(batch);
        }
    }
}
