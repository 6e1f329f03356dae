package dev.tallystick.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.LedgerUnreadableException;
import dev.tallystick.ledger.read.ReferenceKey;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is recorded cannot be read while a command is decided: the group is as if it had never been asked. */
class UnreadableLedgerTest {
    private static final AccountKey X = new AccountKey("A", "x");

    private static final class Unreadable extends LedgerUnreadableException {
        private static final long serialVersionUID = 1L;

        Unreadable() {
            super("this record cannot be read", new IOException());
        }
    }

    private final RecordedLedger ledger = new RecordedLedger() {
        @Override
        public StoredDelta recordByReference(ReferenceKey reference) {
            if (reference.equals(key("gone"))) {
                throw new Unreadable();
            }
            return super.recordByReference(reference);
        }
    };

    private static ReferenceKey key(String referenceId) {
        return new ReferenceKey(X, referenceId, new ByteSink(64));
    }

    private static Command deltas(boolean atomic, String... references) {
        List<DeltaRequest> requests = java.util.Arrays.stream(references)
                .<DeltaRequest>map(reference -> {
                    DeltaItem item = new DeltaItem("x", Amount.parse("5"), "usage", reference, null, null, null);
                    return new DeltaRequest.Valid(item, ContentHash.of(item));
                })
                .toList();
        return new Command.RecordDeltas("A", requests, atomic, new Command.Idempotency("key", Hash.ZERO));
    }

    @Test
    void nothingOfTheCommandStaysInTheGroup() {
        StateMachine machine = new StateMachine(ledger, ledger.directory(), bytes -> {});
        machine.startGroup(0, Story.TIME);
        machine.decide(new Command.OpenTenant("A", "Acme", Hash.ZERO));
        ledger.apply(List.copyOf(machine.events()));
        machine.startGroup(1, Story.TIME);
        machine.decide(
                new Command.RecordDeltas("A", ((Command.RecordDeltas) deltas(false, "first")).deltas(), false, null));
        List<Event> before = List.copyOf(machine.events());

        for (boolean atomic : new boolean[] {false, true}) {
            assertThatExceptionOfType(Unreadable.class)
                    .isThrownBy(() -> machine.decide(deltas(atomic, "second", "gone", "third")));
            assertThat(machine.events()).isEqualTo(before).hasSameSizeAs(machine.lookedUp());
        }

        machine.decide(deltas(false, "second"));
        assertThat(machine.events()).hasSize(3);
        assertThat(machine.events().get(1)).isInstanceOfSatisfying(Event.DeltaRecorded.class, second -> {
            assertThat(second.sequence()).isEqualTo(2);
            assertThat(second.balance()).isEqualTo(Amount.parse("10"));
        });
        AccountHead head = machine.lookedUp().get(1).account();
        assertThat(head).isNotNull().extracting(AccountHead::sequence).isEqualTo(1L);
    }
}
