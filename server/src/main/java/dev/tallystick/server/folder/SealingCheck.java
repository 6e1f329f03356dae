package dev.tallystick.server.folder;

import static dev.tallystick.server.folder.EventCheck.require;

import dev.tallystick.ledger.checkpoint.Coverage;
import dev.tallystick.ledger.checkpoint.SelectionPreparation;
import dev.tallystick.ledger.checkpoint.WindowPreparation;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.ledger.event.Event.CustomerKeyRegistered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.LedgerView;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import dev.tallystick.proof.statement.CheckpointStatement.Figures;
import dev.tallystick.proof.statement.CheckpointStatement.Mode;
import dev.tallystick.server.index.LedgerIndex;
import java.util.List;

/** Checks events about checkpoints: every figure, root, link and signature is computed again. */
final class SealingCheck {
    private final LedgerView before;
    private final LedgerReader reader;
    private final Directory directory;

    SealingCheck(LedgerIndex before, Directory directory) {
        this.before = before.view();
        this.reader = before.reader();
        this.directory = directory;
    }

    void check(long number, Event.Sealing event) {
        switch (event) {
            case CheckpointSealed sealed -> sealed(number, sealed);
            case CheckpointCountersigned countersigned -> countersigned(number, countersigned);
        }
    }

    private void sealed(long number, CheckpointSealed sealed) {
        CheckpointStatement statement = sealed.statement();
        AccountHead head = before.account(sealed.account());
        if (head == null) {
            throw new EventCheck.Contradiction(
                    number, "customer of a checkpoint", "one with records", sealed.account());
        }
        require(number, "provisional", statement.window().end() > sealed.recordedAt(), statement.provisional());
        StoredCheckpoint previous = before.latestCheckpoint(sealed.account());
        require(
                number,
                "previousCheckpoint",
                previous == null ? Hash.ZERO : previous.statement().proofRoot(),
                statement.previousCheckpoint());
        if (statement.window().mode() == Mode.WINDOW) {
            window(number, statement, head);
        } else {
            selection(number, sealed, head);
        }
        StoredCheckpoint earlier = before.checkpoint(new StoredCheckpoint(number, sealed).scope());
        if (earlier != null && earlier.statement().provisional() == statement.provisional()) {
            require(
                    number,
                    "same scope and records sealed before",
                    false,
                    earlier.statement().chain().equals(statement.chain()));
        }
    }

    private void window(long number, CheckpointStatement statement, AccountHead head) {
        CheckpointStatement.Window window = statement.window();
        Coverage.Window found = (Coverage.Window) WindowPreparation.prepare(reader, head, window.start(), window.end())
                .coverage();
        Position opening = found.opening();
        Position closing = found.closing();
        require(
                number,
                "figures",
                new Figures(
                        opening.balance(),
                        closing.balance(),
                        closing.credits().minus(opening.credits()),
                        closing.debits().minus(opening.debits())),
                statement.figures());
        long count = closing.sequence() - opening.sequence();
        require(
                number,
                "chain",
                new Chain(
                        count,
                        count == 0 ? 0 : opening.sequence() + 1,
                        count == 0 ? 0 : closing.sequence(),
                        found.chainHead(),
                        found.tree().root()),
                statement.chain());
    }

    private void selection(long number, CheckpointSealed sealed, AccountHead head) {
        CheckpointStatement.Window window = sealed.statement().window();
        require(number, "selected records", false, sealed.selected().isEmpty());
        require(number, "last selected record exists", true, sealed.selected().getLast() <= head.sequence());
        List<StoredDelta> records = sealed.selected().stream()
                .map(sequence -> reader.records(head, sequence, sequence).getFirst())
                .toList();
        for (StoredDelta record : records) {
            long at = record.delta().recordedAt();
            require(number, "selected record in the window", true, at >= window.start() && at < window.end());
        }
        Coverage.Selection found = SelectionPreparation.covering(records);
        require(number, "figures", found.figures(), sealed.statement().figures());
        require(number, "chain", found.chain(), sealed.statement().chain());
    }

    private void countersigned(long number, CheckpointCountersigned countersigned) {
        StoredCheckpoint checkpoint = before.checkpoint(countersigned.tenantId(), countersigned.checkpoint());
        if (checkpoint == null) {
            throw new EventCheck.Contradiction(number, "countersigned checkpoint", countersigned.checkpoint(), null);
        }
        CustomerKeyRegistered key = directory.customerKey(countersigned.keyId());
        AccountKey owner = key == null ? null : new AccountKey(key.tenantId(), key.customerId());
        require(number, "owner of the countersigning key", checkpoint.sealed().account(), owner);
        require(
                number,
                "revocation of the countersigning key",
                null,
                directory.customerKeyRevoked(countersigned.keyId()));
        require(
                number,
                "countersignature before",
                null,
                before.countersignature(countersigned.checkpoint(), countersigned.keyId()));
        boolean holds = key != null
                && countersigned
                        .signature()
                        .verifies(checkpoint.statement().proofRoot(), key.key().key());
        require(number, "countersignature holds", true, holds);
    }
}
