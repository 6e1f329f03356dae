package dev.tallystick.ledger.state;

import dev.tallystick.ledger.checkpoint.Coverage;
import dev.tallystick.ledger.checkpoint.SealRequest;
import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.SealResult;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import dev.tallystick.proof.statement.CheckpointStatement.Figures;
import dev.tallystick.proof.statement.CheckpointStatement.Mode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what concerns checkpoints. Writer only. */
final class Certification {
    /** So many records that came since a window was looked at are added here; beyond, whoever asks looks again. */
    static final int RECORDS_ADDED_MAX = 256;

    private Certification() {}

    static Outcome decide(Command.Certify command, Directory directory, Group group) {
        return switch (command) {
            case Command.SealCheckpoints seal -> sealAll(seal, group);
            case Command.KeepAnswer keep -> keepAnswer(keep, directory, group);
            case Command.CountersignCheckpoint countersign -> countersign(countersign, directory, group);
        };
    }

    private static Outcome sealAll(Command.SealCheckpoints command, Group group) {
        List<SealResult> results = new ArrayList<>(command.requests().size());
        for (SealRequest request : command.requests()) {
            AccountKey key = new AccountKey(command.tenantId(), request.customerId());
            AccountHead head = group.account(key);
            if (head == null) {
                throw new BrokenInvariantException(
                        "customer " + request.customerId() + " had records when its window was looked at");
            }
            results.add(
                    switch (request.coverage()) {
                        case Coverage.Window window -> sealWindow(key, head, request, window, group);
                        case Coverage.Selection selection -> sealSelection(key, request, selection, group);
                    });
        }
        return new Outcome.Checkpoints(results);
    }

    private static SealResult sealWindow(
            AccountKey key, AccountHead head, SealRequest request, Coverage.Window seen, Group group) {
        Coverage.Window window = upToDate(key, head, request, seen, group);
        if (window == null) {
            return new SealResult.Outdated(key.customerId());
        }
        Position opening = window.opening();
        Position closing = window.closing();
        long count = closing.sequence() - opening.sequence();
        Chain chain = new Chain(
                count,
                count == 0 ? 0 : opening.sequence() + 1,
                count == 0 ? 0 : closing.sequence(),
                window.chainHead(),
                window.tree().root());
        Figures figures = new Figures(
                opening.balance(),
                closing.balance(),
                closing.credits().minus(opening.credits()),
                closing.debits().minus(opening.debits()));
        return seal(key, request, Mode.WINDOW, figures, chain, List.of(), group);
    }

    /** The coverage with what came since it was found, or null if that is too much. */
    private static Coverage.@Nullable Window upToDate(
            AccountKey key, AccountHead head, SealRequest request, Coverage.Window window, Group group) {
        if (head.sequence() == window.seen() || window.closing().sequence() < window.seen()) {
            return window;
        }
        CompactRange tree = window.tree().copy();
        Position closing = window.closing();
        Hash chainHead = window.chainHead();
        for (long sequence = window.seen() + 1; sequence <= head.sequence(); sequence++) {
            StoredDelta record = group.record(key, sequence);
            if (record == null) {
                throw new BrokenInvariantException("record " + sequence + " of " + key + " is not there");
            }
            if (record.delta().recordedAt() >= request.end()) {
                break;
            }
            if (sequence - window.seen() > RECORDS_ADDED_MAX) {
                return null;
            }
            if (record.delta().recordedAt() < request.start()) {
                // The whole window lies ahead of what had been recorded.
                return null;
            }
            tree.append(TreeHash.leaf(record.delta().proofHash()));
            closing = new Position(
                    sequence, record.delta().balance(), record.delta().credits());
            chainHead = record.delta().proofHash();
        }
        return new Coverage.Window(head.sequence(), window.opening(), closing, chainHead, tree);
    }

    private static SealResult sealSelection(
            AccountKey key, SealRequest request, Coverage.Selection selection, Group group) {
        return seal(
                key, request, Mode.FINGERPRINTS, selection.figures(), selection.chain(), selection.sequences(), group);
    }

    private static SealResult seal(
            AccountKey key,
            SealRequest request,
            Mode mode,
            Figures figures,
            Chain chain,
            List<Long> selected,
            Group group) {
        boolean provisional = request.end() > group.now();
        StoredCheckpoint earlier = group.checkpoint(
                new SealedScope(key, request.start(), request.end(), mode == Mode.WINDOW ? null : chain.itemsRoot()));
        if (earlier != null && same(earlier.statement(), chain, provisional)) {
            return new SealResult.Repeated(earlier);
        }
        StoredCheckpoint previous = group.latestCheckpoint(key);
        CheckpointStatement statement = new CheckpointStatement(
                group.salt(),
                new CheckpointStatement.Window(key.tenantId(), key.customerId(), request.start(), request.end(), mode),
                provisional,
                figures,
                chain,
                previous == null ? Hash.ZERO : previous.statement().proofRoot(),
                group.now());
        long number = group.nextEvent();
        CheckpointSealed sealed = new CheckpointSealed(statement, selected);
        group.add(sealed);
        return new SealResult.Sealed(new StoredCheckpoint(number, sealed));
    }

    /** A provisional statement is not the final one, even over the same records. */
    private static boolean same(CheckpointStatement earlier, Chain chain, boolean provisional) {
        return earlier.provisional() == provisional
                && earlier.chain().count() == chain.count()
                && earlier.chain().chainHead().equals(chain.chainHead());
    }

    private static Outcome keepAnswer(Command.KeepAnswer command, Directory directory, Group group) {
        if (directory.tenant(command.tenantId()) == null) {
            return new Outcome.Refused(Administration.noTenant());
        }
        RequestAnswered answered =
                group.answered(command.tenantId(), command.idempotency().key());
        if (answered != null) {
            return answered.requestHash().equals(command.idempotency().requestHash())
                    ? new Outcome.Replayed(answered)
                    : new Outcome.Refused(Recording.idempotencyConflict());
        }
        RequestAnswered event = new RequestAnswered(
                group.stamp(command.tenantId()),
                command.idempotency().key(),
                command.idempotency().requestHash(),
                List.copyOf(command.answers()));
        group.add(event);
        return new Outcome.Administered(event);
    }

    private static Outcome countersign(Command.CountersignCheckpoint command, Directory directory, Group group) {
        StoredCheckpoint checkpoint = group.checkpoint(command.tenantId(), command.checkpoint());
        if (checkpoint == null) {
            return new Outcome.Refused(
                    Refusal.of(RefusalCode.NOT_FOUND, "There is no checkpoint with this id. List them to see theirs."));
        }
        Event.CustomerKeyRegistered key = directory.customerKey(command.keyId());
        AccountKey owner = key == null ? null : new AccountKey(key.tenantId(), key.customerId());
        if (!checkpoint.sealed().account().equals(owner)) {
            return new Outcome.Refused(
                    Refusal.invalid("keyId", "This key is not registered for the checkpoint's customer."));
        }
        CheckpointCountersigned earlier = group.countersignature(command.checkpoint(), command.keyId());
        if (earlier != null) {
            return new Outcome.Countersigned(earlier, true);
        }
        if (group.customerKeyRevoked(command.keyId(), directory) != null) {
            return new Outcome.Refused(
                    Refusal.invalid("keyId", "This key was revoked. Sign with another key of the customer."));
        }
        CheckpointCountersigned event = new CheckpointCountersigned(
                group.stamp(command.tenantId()), command.checkpoint(), command.keyId(), command.signature());
        group.add(event);
        return new Outcome.Countersigned(event, false);
    }
}
