package dev.tallystick.proof.receipt;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.ProofHash;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps over a receipt's records. For one thread at a time. */
final class RecordSteps {
    private static final int SCRATCH = 512;

    private final Receipt receipt;
    private final List<ReceiptRecord> records;
    private final @Nullable CheckpointStatement statement;
    private final boolean absent;
    private final boolean mayBeAbsent;
    private final boolean contiguous;

    RecordSteps(Receipt receipt, TrustPolicy policy) {
        this.receipt = receipt;
        this.records = receipt.records();
        this.statement = receipt.statement();
        this.absent =
                records.isEmpty() && statement != null && statement.chain().count() > 0;
        this.mayBeAbsent = policy.recordsOptional();
        this.contiguous = statement == null || statement.window().mode() == CheckpointStatement.Mode.WINDOW;
    }

    private StepResult absent(Step step) {
        return mayBeAbsent
                ? StepResult.skipped(step, "The receipt comes without its records.")
                : StepResult.fail(step, "The receipt comes without its records.");
    }

    StepResult contentHashes() {
        if (absent) {
            return absent(Step.CONTENT_HASHES);
        }
        ByteSink scratch = new ByteSink(SCRATCH);
        for (ReceiptRecord record : records) {
            String customerId = record.content().customerId();
            if (!customerId.equals(receipt.customerId())) {
                return fail(Step.CONTENT_HASHES, record, "names another customer", receipt.customerId(), customerId);
            }
            Hash found = ContentHash.of(record.content(), scratch);
            if (!found.equals(record.contentHash())) {
                return fail(Step.CONTENT_HASHES, record, "has content of another hash", record.contentHash(), found);
            }
        }
        return StepResult.pass(Step.CONTENT_HASHES, records.size() + " record(s) have the content that was sent.");
    }

    StepResult chain() {
        if (absent) {
            return absent(Step.CHAIN);
        }
        ReceiptRecord before = null;
        for (ReceiptRecord record : records) {
            Hash found = ProofHash.of(
                    record.salt().bytes(),
                    receipt.tenantId(),
                    receipt.customerId(),
                    record.sequence(),
                    record.recordedAt(),
                    record.balance(),
                    record.contentHash(),
                    record.previousProofHash());
            if (!found.equals(record.proofHash())) {
                return fail(Step.CHAIN, record, "has another proof hash", record.proofHash(), found);
            }
            StepResult broken = before == null ? null : link(before, record);
            if (broken != null) {
                return broken;
            }
            before = record;
        }
        if (before != null
                && statement != null
                && before.event() >= receipt.inclusion().index()) {
            return fail(
                    Step.CHAIN,
                    before,
                    "has an id after the checkpoint that covers it",
                    "below " + receipt.inclusion().index(),
                    before.event());
        }
        return StepResult.pass(
                Step.CHAIN,
                records.size() + " record(s) have their proof hash" + (contiguous ? " and follow each other." : "."));
    }

    private @Nullable StepResult link(ReceiptRecord before, ReceiptRecord record) {
        long next = before.sequence() + 1;
        if (contiguous ? record.sequence() != next : record.sequence() < next) {
            return fail(
                    Step.CHAIN,
                    record,
                    "has the wrong sequence",
                    contiguous ? next : "at least " + next,
                    record.sequence());
        }
        if (record.sequence() == next && !record.previousProofHash().equals(before.proofHash())) {
            return fail(
                    Step.CHAIN,
                    record,
                    "names another record before it",
                    before.proofHash(),
                    record.previousProofHash());
        }
        if (record.recordedAt() < before.recordedAt()) {
            return fail(
                    Step.CHAIN,
                    record,
                    "was recorded before its predecessor",
                    "at least " + before.recordedAt(),
                    record.recordedAt());
        }
        if (record.event() <= before.event()) {
            return fail(Step.CHAIN, record, "has an id out of order", "above " + before.event(), record.event());
        }
        return null;
    }

    StepResult sums() {
        if (absent) {
            return absent(Step.SUMS);
        }
        if (statement == null) {
            return StepResult.skipped(Step.SUMS, "One record has no sums.");
        }
        CheckpointStatement.Figures figures = statement.figures();
        Amount credits = Amount.ZERO;
        Amount debits = Amount.ZERO;
        ReceiptRecord before = null;
        for (ReceiptRecord record : records) {
            Amount delta = record.content().delta();
            credits = delta.signum() > 0 ? credits.plus(delta) : credits;
            debits = delta.signum() < 0 ? debits.plus(delta) : debits;
            Amount opening = record.balance().minus(delta);
            Amount expected = before == null ? figures.opening() : before.balance();
            boolean follows = before == null || record.sequence() == before.sequence() + 1;
            if (follows && !opening.equals(expected)) {
                return fail(Step.SUMS, record, "has another balance", expected.plus(delta), record.balance());
            }
            before = record;
        }
        return figures(figures, credits, debits);
    }

    private static StepResult figures(CheckpointStatement.Figures figures, Amount credits, Amount debits) {
        if (!credits.equals(figures.credits())) {
            return StepResult.fail(Step.SUMS, "The statement has other credits.", credits, figures.credits());
        }
        if (!debits.equals(figures.debits())) {
            return StepResult.fail(Step.SUMS, "The statement has other debits.", debits, figures.debits());
        }
        Amount closing = figures.opening().plus(credits).plus(debits);
        if (!closing.equals(figures.closing())) {
            return StepResult.fail(Step.SUMS, "The statement has another closing balance.", closing, figures.closing());
        }
        return StepResult.pass(
                Step.SUMS,
                figures.opening() + " opening, " + credits + " credits, " + debits + " debits, " + closing
                        + " closing.");
    }

    StepResult itemsRoot() {
        if (absent) {
            return absent(Step.ITEMS_ROOT);
        }
        if (statement == null) {
            return StepResult.skipped(Step.ITEMS_ROOT, "One record has no items root.");
        }
        CheckpointStatement.Chain stated = statement.chain();
        CompactRange range = new CompactRange();
        byte[] leaf = new byte[Hash.LENGTH];
        for (ReceiptRecord record : records) {
            record.proofHash().copyTo(leaf, 0);
            range.appendEntry(leaf, 0, Hash.LENGTH);
        }
        boolean empty = records.isEmpty();
        CheckpointStatement.Chain found = new CheckpointStatement.Chain(
                records.size(),
                empty ? 0 : records.getFirst().sequence(),
                empty ? 0 : records.getLast().sequence(),
                // What stood before an empty window is not in the receipt; the log's history shows it.
                empty ? stated.chainHead() : records.getLast().proofHash(),
                empty ? TreeHash.EMPTY_ROOT : range.root());
        return found.equals(stated)
                ? StepResult.pass(Step.ITEMS_ROOT, found.count() + " record(s) under " + found.itemsRoot() + ".")
                : differing(stated, found);
    }

    private static StepResult differing(CheckpointStatement.Chain stated, CheckpointStatement.Chain found) {
        if (stated.count() != found.count()) {
            return StepResult.fail(
                    Step.ITEMS_ROOT, "The receipt has another number of records.", stated.count(), found.count());
        }
        if (stated.firstSequence() != found.firstSequence() || stated.lastSequence() != found.lastSequence()) {
            return StepResult.fail(
                    Step.ITEMS_ROOT,
                    "The records have other sequences.",
                    stated.firstSequence() + " to " + stated.lastSequence(),
                    found.firstSequence() + " to " + found.lastSequence());
        }
        return stated.chainHead().equals(found.chainHead())
                ? StepResult.fail(
                        Step.ITEMS_ROOT, "The records have another root.", stated.itemsRoot(), found.itemsRoot())
                : StepResult.fail(
                        Step.ITEMS_ROOT,
                        "The last record is not the chain head.",
                        stated.chainHead(),
                        found.chainHead());
    }

    private static StepResult fail(Step step, ReceiptRecord record, String what, Object expected, Object found) {
        return StepResult.fail(step, RecordId.of(record.event()) + " " + what + ".", expected, found);
    }
}
