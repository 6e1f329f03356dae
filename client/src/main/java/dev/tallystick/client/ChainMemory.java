package dev.tallystick.client;

import dev.tallystick.proof.bytes.Hash;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Each customer's newest record seen, so that the next one must follow it. For many threads. */
final class ChainMemory {
    private static final int CUSTOMERS_MAX = 10_000;

    private record Newest(long sequence, Hash proofHash) {}

    private final Map<String, Newest> newest = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Newest> eldest) {
            return size() > CUSTOMERS_MAX;
        }
    };

    /** Checks a record against the newest one; replies that come out of order are not held against the server. */
    synchronized void follow(Recorded recorded) {
        @Nullable Newest known = newest.get(recorded.customerId());
        if (known != null) {
            if (recorded.sequence() == known.sequence) {
                same("has another proofHash than when it was answered before.", recorded, known, recorded.proofHash());
            } else if (recorded.sequence() == known.sequence + 1) {
                same("does not follow the customer's last.", recorded, known, recorded.previousProofHash());
            }
        }
        if (known == null || recorded.sequence() > known.sequence) {
            newest.put(recorded.customerId(), new Newest(recorded.sequence(), recorded.proofHash()));
        }
    }

    private static void same(String sentence, Recorded recorded, Newest known, @Nullable Hash found) {
        if (!known.proofHash.equals(found)) {
            throw new ProofFailedException("Record " + recorded.recordId() + " " + sentence, known.proofHash, found);
        }
    }
}
