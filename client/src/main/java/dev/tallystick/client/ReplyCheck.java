package dev.tallystick.client;

import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import org.jspecify.annotations.Nullable;

/** Whether an answer is about what was sent. */
final class ReplyCheck {
    private ReplyCheck() {}

    /** Checks an answer against the caller's own copy; the content hash covers every field. */
    static void content(DeltaItem sent, Recorded recorded) {
        same("contentHash", ContentHash.of(sent), recorded.contentHash());
        same("customerId", sent.customerId(), recorded.customerId());
        same("delta", sent.delta(), recorded.delta());
        same("reason", sent.reason(), recorded.reason());
        same("referenceId", sent.referenceId(), recorded.referenceId());
        if ((recorded.sequence() == 1) != (recorded.previousProofHash() == null)) {
            throw new ProofFailedException("Only a customer's first record has none before it, but "
                    + recorded.recordId() + " is number " + recorded.sequence() + ".");
        }
    }

    /** Checks an answer that holds the content as well against itself. */
    static Recorded itself(Members status) {
        Recorded recorded = Recorded.of(status);
        content(DeltaJson.read(status), recorded);
        return recorded;
    }

    static void same(String what, @Nullable Object expected, @Nullable Object found) {
        if (expected == null ? found != null : !expected.equals(found)) {
            throw new ProofFailedException("The answer has another " + what + ".", expected, found);
        }
    }
}
