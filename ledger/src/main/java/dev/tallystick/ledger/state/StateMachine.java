package dev.tallystick.ledger.state;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.Answer;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.DeltaResult;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.ProofHash;
import dev.tallystick.proof.record.Salt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides commands: given the same recorded state, time and random bytes, the same commands yield the same events and
 * outcomes. It holds no state of its own beyond the events of the group being decided and of the one before; those take
 * effect when they have been appended to the journal and applied to the index. Writer only.
 *
 * <pre>
 *   startGroup -> decide* -> events() -> (append, apply) -> startGroup ...
 *
 *   startGroup -> decide* -> events() -> (append .................... apply) -> previousApplied -> (append ...
 *                                        startGroupBehind -> decide*
 * </pre>
 *
 * Both ways the same commands yield the same events. A group may only be left behind if all it holds are deltas and
 * kept answers: other events change what lies beyond {@link LedgerView}.
 */
public final class StateMachine {
    /** A running balance stays below this in size, so that it fits the hash input's 128 bits at 18 decimals. */
    private static final Amount BALANCE_BOUND = Amount.parse("100000000000000000000");

    private final LedgerView recorded;
    private final Directory directory;
    private final Administration administration;
    private final CustomerAdministration customers;
    private Group group;
    private Group previous;

    public StateMachine(LedgerView recorded, Directory directory, Entropy entropy) {
        this.recorded = recorded;
        this.directory = directory;
        this.customers = new CustomerAdministration(directory);
        this.administration = new Administration(directory, customers);
        this.group = new Group(recorded, entropy);
        this.previous = new Group(recorded, entropy);
    }

    /**
     * Forgets the previous group, which has been applied, and begins another.
     *
     * @param nextEvent number of the first event it will yield
     * @param now milliseconds since the epoch, not before that of any recorded event
     */
    public void startGroup(long nextEvent, long now) {
        group.start(recorded, nextEvent, now);
    }

    /**
     * Begins another group on top of the present one, which is not applied yet.
     *
     * @param now milliseconds since the epoch, not before that of any event of the present group
     */
    public void startGroupBehind(long now) {
        Group present = group;
        group = previous;
        previous = present;
        group.start(present, present.nextEvent(), now);
    }

    /** The group that the present one was begun on top of has been applied. */
    public void previousApplied() {
        group.lieOver(recorded);
    }

    /** The events of the group so far, in order; valid until it has been applied and another one begun. */
    public List<Event> events() {
        return group.events();
    }

    /** Decides one command; its events, if any, are added to the group. */
    public Outcome decide(Command command) {
        return switch (command) {
            case Command.RecordDeltas record -> recordDeltas(record);
            case Command.Certify certify -> Certification.decide(certify, directory, group);
            case Command.ReportComparison report -> Reporting.decide(report, group);
            case Command.Administer administer -> administration.decide(administer, group);
        };
    }

    private Outcome recordDeltas(Command.RecordDeltas command) {
        if (directory.tenant(command.tenantId()) == null) {
            return new Outcome.Refused(Administration.noTenant());
        }
        Command.Idempotency idempotency = command.idempotency();
        if (idempotency != null) {
            RequestAnswered answered = group.answered(command.tenantId(), idempotency.key());
            if (answered != null) {
                return answered.requestHash().equals(idempotency.requestHash())
                        ? new Outcome.Replayed(answered)
                        : new Outcome.Refused(idempotencyConflict());
            }
        }
        long before = group.nextEvent();
        List<DeltaRequest> requests = command.deltas();
        List<DeltaResult> results = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            DeltaResult result = decideDelta(command.tenantId(), requests.get(i));
            if (command.atomic() && result instanceof DeltaResult.Refused refused) {
                group.truncate(before);
                return new Outcome.Refused(requests.size() == 1 ? refused.refusal() : atIndex(refused.refusal(), i));
            }
            results.add(result);
        }
        if (idempotency != null && !results.stream().allMatch(StateMachine::hasToWait)) {
            group.add(new RequestAnswered(
                    group.stamp(command.tenantId()), idempotency.key(), idempotency.requestHash(), answers(results)));
        }
        return new Outcome.Deltas(results, false);
    }

    /** A request that stored nothing because it came too soon may come again with the same key. */
    private static boolean hasToWait(DeltaResult result) {
        return result instanceof DeltaResult.Refused refused
                && refused.refusal().code() == RefusalCode.CADENCE_LIMIT;
    }

    private DeltaResult decideDelta(String tenantId, DeltaRequest request) {
        return switch (request) {
            case DeltaRequest.Invalid invalid ->
                new DeltaResult.Refused(invalid.refusal(), invalid.customerId(), invalid.delta());
            case DeltaRequest.Valid valid -> decideDelta(tenantId, valid);
        };
    }

    private DeltaResult decideDelta(String tenantId, DeltaRequest.Valid request) {
        DeltaItem item = request.item();
        AccountKey key = new AccountKey(tenantId, item.customerId());
        String referenceId = item.referenceId();
        if (referenceId != null) {
            StoredDelta earlier = group.recordByReference(key, referenceId);
            if (earlier != null) {
                return repeated(earlier, request);
            }
        }
        AccountHead head = group.account(key);
        Adjusts adjusts = item.adjusts();
        if (adjusts != null && !adjustsKnownRecord(key, adjusts)) {
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
        DeltaRecorded delta = record(key, head, balance, request);
        long event = group.nextEvent();
        group.add(delta, Group.headAfter(head, delta, event));
        return new DeltaResult.Recorded(event, delta);
    }

    private DeltaRecorded record(
            AccountKey key, @Nullable AccountHead head, Amount balance, DeltaRequest.Valid request) {
        DeltaItem item = request.item();
        long sequence = head == null ? 1 : head.sequence() + 1;
        Hash previous = head == null ? Hash.ZERO : head.proofHash();
        Amount creditsBefore = head == null ? Amount.ZERO : head.credits();
        Amount credits = item.delta().signum() > 0 ? creditsBefore.plus(item.delta()) : creditsBefore;
        Salt salt = group.salt();
        long now = group.now();
        Hash proofHash = ProofHash.of(
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

    private boolean adjustsKnownRecord(AccountKey key, Adjusts adjusts) {
        String referenceId = adjusts.referenceId();
        if (referenceId != null) {
            return group.recordByReference(key, referenceId) != null;
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

    static Refusal idempotencyConflict() {
        return Refusal.of(
                RefusalCode.IDEMPOTENCY_CONFLICT,
                "This Idempotency-Key was used with another request. Send the first request unchanged to get its reply"
                        + " again, or use a new key.");
    }

    private static Refusal atIndex(Refusal refusal, int index) {
        Map<String, String> details = new LinkedHashMap<>(refusal.details());
        details.put("index", Integer.toString(index));
        return new Refusal(
                refusal.code(),
                "Item " + index + " was refused, so nothing of this atomic batch was stored: " + refusal.message(),
                details);
    }

    private static List<Answer> answers(List<DeltaResult> results) {
        List<Answer> answers = new ArrayList<>(results.size());
        for (DeltaResult result : results) {
            answers.add(
                    switch (result) {
                        case DeltaResult.Recorded recorded -> new Answer.Stored(recorded.event(), false);
                        case DeltaResult.Repeated repeated -> new Answer.Stored(repeated.event(), true);
                        case DeltaResult.Refused refused ->
                            new Answer.Refused(
                                    refused.refusal().code().name(),
                                    refused.refusal().message(),
                                    refused.customerId(),
                                    refused.delta());
                    });
        }
        return answers;
    }
}
