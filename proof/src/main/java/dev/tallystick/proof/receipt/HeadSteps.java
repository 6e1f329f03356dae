package dev.tallystick.proof.receipt;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.record.LogEntry;

/** The steps from a receipt's hash in the log to the people who stand for the log. */
final class HeadSteps {
    private final Receipt receipt;
    private final LogSteps log;

    HeadSteps(Receipt receipt, TrustPolicy policy) {
        this.receipt = receipt;
        this.log = new LogSteps(receipt.inclusion(), receipt.logKey(), policy);
    }

    StepResult inclusion() {
        long index = receipt.inclusion().index();
        if (receipt.kind() == Receipt.Kind.RECORD
                && receipt.records().getFirst().event() != index) {
            return StepResult.fail(
                    Step.INCLUSION,
                    "The proof is for another leaf than the recordId names.",
                    RecordId.of(receipt.records().getFirst().event()),
                    RecordId.of(index));
        }
        return log.inclusion(leaf());
    }

    private Hash leaf() {
        byte[] entry = switch (receipt.kind()) {
            case CHECKPOINT -> LogEntry.checkpoint(receipt.proofRoot());
            case RECORD -> LogEntry.delta(receipt.proofRoot());
        };
        return TreeHash.leaf(entry);
    }

    StepResult signature() {
        return log.signature();
    }

    StepResult witnesses() {
        return log.witnesses();
    }
}
