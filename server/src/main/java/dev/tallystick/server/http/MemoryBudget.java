package dev.tallystick.server.http;

import dev.tallystick.server.config.Limits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for request bodies, for what is parsed from them and for large replies until the client has taken them, shared by
 * all requests and capped for each tenant. Claims never wait: what does not fit is refused at once. Thread-safe.
 */
final class MemoryBudget {
    private final long totalMax;
    private final long tenantMax;
    private final AtomicLong total = new AtomicLong();
    private final Map<String, AtomicLong> tenants = new ConcurrentHashMap<>();

    MemoryBudget(long totalMax, long tenantMax) {
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
                                "The request takes more memory than the server can give one at a time. Send it in parts.")
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

        /**
         * Claims what a reply takes until it has been sent, of the part replies may fill. What the lease held before serves the
         * reply: bodies are done with by then. One larger than that part fits where nothing else is held, or no attempt could
         * ever succeed.
         *
         * @return whether it fits; if not, nothing more is held than before
         */
        boolean claimReply(long bytes) {
            long more = Math.max(0, bytes - held);
            take(more);
            long tenantNow = tenant.get();
            long totalNow = total.get();
            boolean tenantFits = tenantNow <= forReplies(tenantMax) || tenantNow == held;
            boolean allFit = totalNow <= forReplies(totalMax) || totalNow == held;
            if (more == 0 || (tenantFits && allFit)) {
                return true;
            }
            take(-more);
            return false;
        }

        /** Counts what a reply takes that has to be sent whether or not it fits, so that others are refused meanwhile. */
        void countReply(long bytes) {
            take(Math.max(0, bytes - held));
        }

        private void take(long bytes) {
            held += bytes;
            tenant.addAndGet(bytes);
            total.addAndGet(bytes);
        }

        @Override
        public void close() {
            take(-held);
        }
    }

    private static long forReplies(long max) {
        return max / 4 * Limits.REPLY_QUARTERS;
    }

    Lease lease(String tenantId) {
        return new Lease(tenants.computeIfAbsent(tenantId, ignored -> new AtomicLong()));
    }

    long inUse() {
        return total.get();
    }
}
