package dev.tallystick.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.EventCodec;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DeterminismTest {
    private static final long TIME = 1_767_225_600_000L;

    /** Commands with many repeats, conflicts, corrections and refusals among them, in groups. */
    private static List<List<Command>> groups(long seed) {
        Random random = new Random(seed);
        List<List<Command>> groups = new ArrayList<>();
        groups.add(List.of(new Command.OpenTenant("A", "Acme", Hash.ZERO)));
        for (int g = 0; g < 12; g++) {
            List<Command> group = new ArrayList<>();
            for (int c = random.nextInt(4); c >= 0; c--) {
                group.add(command(random));
            }
            groups.add(group);
        }
        return groups;
    }

    private static Command command(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "atomic " : "");
        if (random.nextInt(3) == 0) {
            text.append("key=k")
                    .append(random.nextInt(4))
                    .append("/body")
                    .append(random.nextInt(2))
                    .append(' ');
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(random.nextInt(12) == 0 ? "bad" : item(random)).append(i == 0 ? "" : " ; ");
        }
        return Story.command(text.toString());
    }

    private static String item(Random random) {
        String item = "c" + random.nextInt(3) + " " + (random.nextInt(9) - 4);
        item += random.nextInt(2) == 0 ? " ref=r" + random.nextInt(5) : "";
        return switch (random.nextInt(6)) {
            case 0 -> item + " adjusts=r" + random.nextInt(5);
            case 1 -> item + " adjusts=r_000000000" + random.nextInt(10);
            default -> item;
        };
    }

    private static RecordedLedger run(List<List<Command>> groups, long seed, List<Outcome> outcomes) {
        RecordedLedger ledger = new RecordedLedger();
        StateMachine machine = new StateMachine(ledger, ledger.directory(), new Random(seed)::nextBytes);
        long now = TIME;
        for (List<Command> group : groups) {
            machine.startGroup(ledger.events().size(), now++);
            group.forEach(command -> outcomes.add(machine.decide(command)));
            ledger.apply(List.copyOf(machine.events()));
        }
        return ledger;
    }

    /** As {@link #run}, but from the second group on each is applied only when the next was decided on top of it. */
    private static RecordedLedger runBehind(List<List<Command>> groups, long seed, List<Outcome> outcomes) {
        RecordedLedger ledger = new RecordedLedger();
        StateMachine machine = new StateMachine(ledger, ledger.directory(), new Random(seed)::nextBytes);
        machine.startGroup(0, TIME);
        groups.getFirst().forEach(command -> outcomes.add(machine.decide(command)));
        ledger.apply(List.copyOf(machine.events()));
        List<Event> pending = List.of();
        for (int g = 1; g < groups.size(); g++) {
            if (g == 1) {
                machine.startGroup(ledger.events().size(), TIME + g);
            } else {
                machine.startGroupBehind(TIME + g);
            }
            groups.get(g).forEach(command -> outcomes.add(machine.decide(command)));
            ledger.apply(List.copyOf(pending));
            machine.previousApplied();
            pending = machine.events();
        }
        ledger.apply(List.copyOf(pending));
        return ledger;
    }

    private static byte[] bytes(RecordedLedger ledger) {
        ByteSink sink = new ByteSink(0);
        for (Event event : ledger.events()) {
            EventCodec.encode(event, sink);
        }
        return sink.toBytes();
    }

    @Property(tries = 100)
    void sameCommands_sameTimeAndEntropy_giveTheSameBytes(@ForAll long seed) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Outcome> again = new ArrayList<>();
        byte[] first = bytes(run(groups(seed), seed, outcomes));
        byte[] second = bytes(run(groups(seed), seed, again));
        assertThat(second).isEqualTo(first);
        assertThat(again).isEqualTo(outcomes);
    }

    @Property(tries = 300)
    void decidingOnTopOfAGroupThatIsNotAppliedYet_givesTheSameBytes(@ForAll long seed) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Outcome> behind = new ArrayList<>();
        byte[] first = bytes(run(groups(seed), seed, outcomes));
        byte[] second = bytes(runBehind(groups(seed), seed, behind));
        assertThat(second).isEqualTo(first);
        assertThat(behind).isEqualTo(outcomes);
    }

    @Property(tries = 100)
    void otherEntropy_changesTheProofsOnly(@ForAll long seed) {
        List<Outcome> outcomes = new ArrayList<>();
        RecordedLedger one = run(groups(seed), seed, outcomes);
        RecordedLedger other = run(groups(seed), ~seed, new ArrayList<>());
        assertThat(other.events()).hasSameSizeAs(one.events());
        for (int i = 0; i < one.events().size(); i++) {
            if (one.events().get(i) instanceof Event.DeltaRecorded a
                    && other.events().get(i) instanceof Event.DeltaRecorded b) {
                assertThat(b.item()).isEqualTo(a.item());
                assertThat(b.balance()).isEqualTo(a.balance());
                assertThat(b.proofHash()).isNotEqualTo(a.proofHash());
            }
        }
    }

    /** How commands are grouped is a matter of load; what is recorded may not depend on it, but for the time. */
    @Property(tries = 100)
    void grouping_changesNothingButTheTime(@ForAll long seed) {
        List<List<Command>> groups = groups(seed);
        List<List<Command>> single =
                groups.stream().flatMap(List::stream).map(List::of).toList();
        List<Outcome> outcomes = new ArrayList<>();
        List<Outcome> alone = new ArrayList<>();
        RecordedLedger together = run(groups, seed, outcomes);
        RecordedLedger apart = run(single, seed, alone);
        assertThat(apart.events()).hasSameSizeAs(together.events());
        assertThat(alone.stream().map(DeterminismTest::kinds).toList())
                .isEqualTo(outcomes.stream().map(DeterminismTest::kinds).toList());
    }

    private static String kinds(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Deltas deltas ->
                String.join(
                        " ",
                        deltas.results().stream()
                                .map(result -> result.getClass().getSimpleName())
                                .toList());
            case Outcome.Refused refused -> refused.refusal().message();
            case Outcome.Replayed replayed -> "replayed " + replayed.answered().key();
            case Outcome.Administered ignored -> "administered";
            case Outcome.Checkpoints checkpoints -> Story.results(checkpoints);
            case Outcome.Countersigned countersigned -> "countersigned " + countersigned.repeated();
            case Outcome.Reported reported -> "reported " + reported.event();
        };
    }
}
