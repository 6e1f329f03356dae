package dev.tallystick.ledger.state;

import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.ReferenceKey;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.ProofHash;
import dev.tallystick.proof.record.Salt;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides one delta, in this order: a repeat of a reference, the record it adjusts, the customer's cadence, the balance's
 * bound. Writer only.
 */
final class DeltaDecision {
    /** A running balance stays below this in size, so that it fits the hash input's 128 bits at 18 decimals. */
    private static final Amount BALANCE_BOUND = Amount.parse("100000000000000000000");

    private final CustomerAdministration customers;
    private final ByteSink scratch = new ByteSink(512);
    private final ProofHash proofs = new ProofHash();

    DeltaDecision(CustomerAdministration customers) {
        this.customers = customers;
    }

    DeltaResult decide(String tenantId, DeltaRequest.Valid request, Group group) {
        DeltaItem item = request.item();
        AccountKey key = new AccountKey(tenantId, item.customerId());
        String referenceId = item.referenceId();
        ReferenceKey reference = referenceId == null ? null : new ReferenceKey(key, referenceId, scratch);
        if (reference != null) {
            StoredDelta earlier = group.recordByReference(reference);
            if (earlier != null) {
                return repeated(earlier, request);
            }
        }
        AccountHead head = group.account(key);
        Adjusts adjusts = item.adjusts();
        if (adjusts != null && !adjustsKnownRecord(key, adjusts, group)) {
            return refused(unknownAdjusts(adjusts), item);
        }
        Refusal tooSoon = CadenceRule.refusal(customers.settings(key, group), head, item, group.now());
        if (tooSoon != null) {
            return refused(tooSoon, item);
        }
        Amount balance = head == null ? item.delta() : head.balance().plus(item.delta());
        if (balance.abs().compareTo(BALANCE_BOUND) >= 0) {
            return refused(balanceTooLarge(balance), item);
        }
        DeltaRecorded delta = record(key, head, balance, request, group);
        long event = group.nextEvent();
        group.add(delta, new LookedUp(head, reference));
        return new DeltaResult.Recorded(event, delta);
    }

    private DeltaRecorded record(
            AccountKey key, @Nullable AccountHead head, Amount balance, DeltaRequest.Valid request, Group group) {
        DeltaItem item = request.item();
        long sequence = head == null ? 1 : head.sequence() + 1;
        Hash previous = head == null ? Hash.ZERO : head.proofHash();
        Amount creditsBefore = head == null ? Amount.ZERO : head.credits();
        Amount credits = item.delta().signum() > 0 ? creditsBefore.plus(item.delta()) : creditsBefore;
        Salt salt = group.salt();
        long now = group.now();
        Hash proofHash = proofs.next(
                salt.bytes(),
                key.tenantId(),
                key.customerId(),
                sequence,
                now,
                balance,
                request.contentHash(),
                previous);
        return new DeltaRecorded(
                now,
                key.tenantId(),
                item,
                sequence,
                balance,
                credits,
                salt,
                request.contentHash(),
                proofHash,
                previous);
    }

    private static DeltaResult repeated(StoredDelta earlier, DeltaRequest.Valid request) {
        if (earlier.delta().contentHash().equals(request.contentHash())) {
            return new DeltaResult.Repeated(earlier.event(), earlier.delta());
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put("field", "referenceId");
        details.put("customerId", request.item().customerId());
        details.put("recordId", earlier.recordId());
        details.put("recordedContentHash", earlier.delta().contentHash().toString());
        details.put("contentHash", request.contentHash().toString());
        return refused(
                new Refusal(
                        RefusalCode.REFERENCE_CONFLICT,
                        "referenceId '" + request.item().referenceId() + "' already stands for record "
                                + earlier.recordId() + " with other content ("
                                + difference(earlier.delta().item(), request.item())
                                + "). Nothing was stored. Send the content unchanged to repeat the first"
                                + " request, or use a new referenceId for a new delta.",
                        details),
                request.item());
    }

    /** The first thing in which two items of one customer differ, in words. */
    private static String difference(DeltaItem recorded, DeltaItem sent) {
        if (!recorded.delta().equals(sent.delta())) {
            return "delta " + recorded.delta() + " recorded, " + sent.delta() + " sent";
        }
        if (!recorded.reason().equals(sent.reason())) {
            return "another reason";
        }
        if (!Objects.equals(recorded.metadata(), sent.metadata())) {
            return "other metadata";
        }
        return Objects.equals(recorded.adjusts(), sent.adjusts()) ? "another occurredAt" : "another adjusts";
    }

    private boolean adjustsKnownRecord(AccountKey key, Adjusts adjusts, Group group) {
        String referenceId = adjusts.referenceId();
        if (referenceId != null) {
            return group.recordByReference(new ReferenceKey(key, referenceId, scratch)) != null;
        }
        String recordId = adjusts.recordId();
        long event = recordId == null ? -1 : StoredDelta.eventOf(recordId);
        StoredDelta record = event < 0 ? null : group.record(key.tenantId(), event);
        return record != null && record.delta().item().customerId().equals(key.customerId());
    }

    private static DeltaResult refused(Refusal refusal, DeltaItem item) {
        return new DeltaResult.Refused(refusal, item.customerId(), item.delta());
    }

    private static Refusal unknownAdjusts(Adjusts adjusts) {
        String named = adjusts.recordId() != null
                ? "recordId '" + adjusts.recordId()
                : "referenceId '" + adjusts.referenceId();
        return new Refusal(
                RefusalCode.ADJUSTS_UNKNOWN_RECORD,
                "adjusts names " + named + "', which is no record of this customer. Record the delta it corrects first,"
                        + " or name an existing one.",
                Map.of("field", "adjusts"));
    }

    private static Refusal balanceTooLarge(Amount balance) {
        return Refusal.invalid(
                "delta",
                "This delta would take the customer's balance to " + balance + "; a balance must stay below "
                        + BALANCE_BOUND + " in size. Use a larger unit.");
    }
}
