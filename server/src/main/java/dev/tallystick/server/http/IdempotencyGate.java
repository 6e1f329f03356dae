package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.server.sequencer.PlaneName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests with an {@code Idempotency-Key} that are running now. Copies of one wait for it; what it has stored is known
 * to the ledger, which answers the copies. Holds an entry only while a request runs. Thread-safe.
 */
final class IdempotencyGate {
    private final Map<Key, Running> running = new ConcurrentHashMap<>();
    private final long waitMillis;

    IdempotencyGate(long waitMillis) {
        this.waitMillis = waitMillis;
    }

    private record Key(PlaneName plane, String tenantId, String key) {}

    private record Running(Hash requestHash, CountDownLatch done) {}

    /**
     * Runs a request unless a copy of it is running; then waits for that and runs after it.
     *
     * @throws ProblemException 202 if the copy takes too long, 409 if the running request is another one
     */
    Reply run(Caller caller, @Nullable Idempotency idempotency, Supplier<Reply> request) {
        if (idempotency == null) {
            return request.get();
        }
        Key key = new Key(caller.plane().name(), caller.tenantId(), idempotency.key());
        Running mine = new Running(idempotency.requestHash(), new CountDownLatch(1));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        for (Running other = running.putIfAbsent(key, mine); other != null; other = running.putIfAbsent(key, mine)) {
            await(other, idempotency, deadline);
        }
        try {
            return request.get();
        } finally {
            running.remove(key, mine);
            mine.done().countDown();
        }
    }

    private static void await(Running other, Idempotency idempotency, long deadline) {
        if (!other.requestHash().equals(idempotency.requestHash())) {
            throw Problem.refusal(
                            RefusalCode.IDEMPOTENCY_CONFLICT,
                            "This Idempotency-Key is in use by another request that is running now. Use a new key for a"
                                    + " new request.")
                    .toException();
        }
        try {
            if (other.done().await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Problem.retryLater(
                        202,
                        "IDEMPOTENCY_PENDING",
                        "The first request with this Idempotency-Key is still running. Send this one again after"
                                + " retryAfterSeconds to get its reply.",
                        1)
                .toException();
    }
}
