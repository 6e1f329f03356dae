package dev.tallystick.server.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for request bodies and what is parsed from them, shared by all requests and capped for each tenant. Claims never
 * wait: what does not fit is refused at once. Thread-safe.
 */
final class BodyBudget {
    private final long totalMax;
    private final long tenantMax;
    private final AtomicLong total = new AtomicLong();
    private final Map<String, AtomicLong> tenants = new ConcurrentHashMap<>();

    BodyBudget(long totalMax, long tenantMax) {
        this.totalMax = totalMax;
        this.tenantMax = tenantMax;
    }

    /** One request's share; for the request's thread alone. */
    final class Lease implements AutoCloseable {
        private final AtomicLong tenant;
        private long held;

        private Lease(AtomicLong tenant) {
            this.tenant = tenant;
        }

        /**
         * Claims more bytes.
         *
         * @throws ProblemException 413 if no request can ever have so many, 503 if they are in use now
         */
        void claim(long bytes) {
            if (held + bytes > tenantMax) {
                throw Problem.of(
                                413,
                                "PAYLOAD_TOO_LARGE",
                                "The body holds more values than the server can take at a time. Send it in parts.")
                        .toException();
            }
            held += bytes;
            long tenantNow = tenant.addAndGet(bytes);
            if (total.addAndGet(bytes) > totalMax || tenantNow > tenantMax) {
                throw Problem.unavailable("The server is working on as many large requests as it can. Nothing was"
                                + " stored; try again shortly.")
                        .toException();
            }
        }

        @Override
        public void close() {
            total.addAndGet(-held);
            tenant.addAndGet(-held);
            held = 0;
        }
    }

    Lease lease(String tenantId) {
        return new Lease(tenants.computeIfAbsent(tenantId, ignored -> new AtomicLong()));
    }

    long inUse() {
        return total.get();
    }
}
