package dev.tallystick.server.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.ComparisonReported;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.StateMachine;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.server.index.LedgerIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed comparisons in a history: of a known customer of a known tenant, or the check names them. */
class ReportCheckTest {
    private static final String TENANT = "ten_aaaaaaaaaaaa";

    @TempDir
    Path folder;

    private List<Event> history() {
        List<Event> events = new ArrayList<>();
        Directory directory = new Directory();
        DeltaItem item = new DeltaItem("acme", Amount.parse("5"), "usage", null, null, null, null);
        try (LedgerIndex index = LedgerIndex.open(folder.resolve("made"), n -> events.get((int) n), directory, 100)) {
            StateMachine machine = new StateMachine(index.view(), directory, new Random(3)::nextBytes);
            for (Command command : List.of(
                    new Command.OpenTenant(TENANT, "Acme", Hash.ZERO),
                    new Command.RecordDeltas(
                            TENANT, List.of(new DeltaRequest.Valid(item, ContentHash.of(item))), false, null),
                    new Command.ReportComparison(TENANT, "acme", Hash.ZERO))) {
                machine.startGroup(events.size(), 1_767_225_600_000L);
                machine.decide(command);
                for (Event event : List.copyOf(machine.events())) {
                    events.add(event);
                    index.apply(events.size() - 1L, event);
                }
                index.endGroup();
            }
        }
        return events;
    }

    private void check(List<Event> history) {
        Directory directory = new Directory();
        try (LedgerIndex index = LedgerIndex.open(folder.resolve("check"), n -> history.get((int) n), directory, 100)) {
            EventCheck check = new EventCheck(index, directory);
            for (int number = 0; number < history.size(); number++) {
                check.check(number, history.get(number));
                index.apply(number, history.get(number));
            }
            index.endGroup();
        }
    }

    @Test
    void aReportOfAKnownCustomer_isClean() {
        List<Event> history = history();
        assertThat(history).hasSize(3).last().isInstanceOf(ComparisonReported.class);
        check(history);
    }

    @Test
    void aReportOfNobody_isNamed() {
        List<Event> history = history();
        ComparisonReported last = (ComparisonReported) history.getLast();
        history.set(2, new ComparisonReported(last.stamp(), "nobody", last.reportHash()));
        assertThatExceptionOfType(EventCheck.Contradiction.class)
                .isThrownBy(() -> check(history))
                .withMessageContaining("event 2: customer of the comparison is known");
    }
}
