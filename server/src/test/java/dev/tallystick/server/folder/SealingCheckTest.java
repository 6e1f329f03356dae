package dev.tallystick.server.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.ledger.checkpoint.SelectionPreparation;
import dev.tallystick.ledger.checkpoint.WindowPreparation;
import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Answer;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.ledger.event.Event.PeriodClosed;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.StateMachine;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.ContentHash;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import dev.tallystick.proof.statement.CheckpointStatement.Figures;
import dev.tallystick.proof.statement.CheckpointStatement.Window;
import dev.tallystick.proof.statement.Countersignature;
import dev.tallystick.server.folder.EventCheck.Contradiction;
import dev.tallystick.server.index.LedgerIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A history with checkpoints is clean; with any one thing in it changed it is not, and what is wrong is named. */
class SealingCheckTest {
    private static final String TENANT = "ten_aaaaaaaaaaaa";
    private static final AccountKey CUSTOMER = new AccountKey(TENANT, "acme");
    private static final long NOW = 1_767_225_600_000L;
    private static final long START = NOW - 86_400_000L;

    /** The window has ended by the time it is sealed for the second time. */
    private static final long END = NOW + 4_500;

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();

    /** What is changed, and how the check names it. */
    record Tampering(String named, UnaryOperator<Event> change) {
        @Override
        public String toString() {
            return named;
        }
    }

    private static Tampering statement(String named, UnaryOperator<CheckpointStatement> change) {
        return new Tampering(
                named,
                event -> event instanceof CheckpointSealed sealed
                                && sealed.statement().chain().count() == 3
                                && !sealed.statement().provisional()
                        ? new CheckpointSealed(change.apply(sealed.statement()), sealed.selected())
                        : event);
    }

    private static CheckpointStatement with(CheckpointStatement s, Window window, Figures figures, Chain chain) {
        return new CheckpointStatement(
                s.salt(), window, s.provisional(), figures, chain, s.previousCheckpoint(), s.issuedAt());
    }

    static List<Tampering> tamperings() {
        Amount one = Amount.of(1);
        return List.of(
                statement(
                        "provisional",
                        s -> new CheckpointStatement(
                                s.salt(),
                                s.window(),
                                true,
                                s.figures(),
                                s.chain(),
                                s.previousCheckpoint(),
                                s.issuedAt())),
                statement(
                        "previousCheckpoint",
                        s -> new CheckpointStatement(
                                s.salt(), s.window(), false, s.figures(), s.chain(), Hash.ZERO, s.issuedAt())),
                statement("figures", s -> {
                    Figures f = s.figures();
                    return with(
                            s,
                            s.window(),
                            new Figures(f.opening().plus(one), f.closing().plus(one), f.credits(), f.debits()),
                            s.chain());
                }),
                statement("chain", s -> {
                    Chain c = s.chain();
                    return with(
                            s,
                            s.window(),
                            s.figures(),
                            new Chain(
                                    c.count(),
                                    c.firstSequence(),
                                    c.lastSequence(),
                                    c.chainHead(),
                                    TreeHash.EMPTY_ROOT));
                }),
                statement("figures", s -> {
                    Window w = s.window();
                    return with(
                            s,
                            new Window(w.tenantId(), w.customerId(), w.start(), w.start() + 1, w.mode()),
                            s.figures(),
                            s.chain());
                }),
                statement("customer of a checkpoint", s -> {
                    Window w = s.window();
                    return with(
                            s,
                            new Window(w.tenantId(), "nobody", w.start(), w.end(), w.mode()),
                            s.figures(),
                            s.chain());
                }),
                new Tampering(
                        "figures",
                        event -> event instanceof CheckpointSealed sealed
                                        && !sealed.selected().isEmpty()
                                ? new CheckpointSealed(sealed.statement(), List.of(1L, 2L))
                                : event),
                new Tampering(
                        "countersignature holds",
                        event -> event instanceof CheckpointCountersigned c
                                ? new CheckpointCountersigned(
                                        c.stamp(), c.checkpoint(), c.keyId(), Countersignature.of(new byte[64]))
                                : event),
                new Tampering(
                        "countersigned checkpoint",
                        event -> event instanceof CheckpointCountersigned c
                                ? new CheckpointCountersigned(c.stamp(), 0, c.keyId(), c.signature())
                                : event),
                new Tampering(
                        "month closed",
                        event -> event instanceof PeriodClosed closed && closed.month() == 600
                                ? new PeriodClosed(closed.stamp(), 598, 1)
                                : event),
                new Tampering(
                        "record or checkpoint that the answer names",
                        event -> event instanceof RequestAnswered answered
                                ? new RequestAnswered(
                                        answered.stamp(),
                                        answered.key(),
                                        answered.requestHash(),
                                        List.of(new Answer.Stored(0, false)))
                                : event));
    }

    private void record(String name, Directory directory) {
        try (LedgerIndex index = LedgerIndex.open(folder.resolve(name), n -> events.get((int) n), directory, 100)) {
            StateMachine machine = new StateMachine(index.view(), directory, new Random(3)::nextBytes);
            long[] now = {NOW};
            java.util.function.Consumer<Command> group = command -> {
                machine.startGroup(events.size(), now[0]);
                machine.decide(command);
                now[0] += 1_000;
                for (Event event : List.copyOf(machine.events())) {
                    events.add(event);
                    index.apply(events.size() - 1L, event);
                }
                index.endGroup();
            };
            group.accept(new Command.OpenTenant(TENANT, "Acme", Hash.ZERO));
            for (String amount : List.of("5", "-2", "1")) {
                DeltaItem item = new DeltaItem("acme", Amount.parse(amount), "usage", null, null, null, null);
                group.accept(new Command.RecordDeltas(
                        TENANT, List.of(new DeltaRequest.Valid(item, ContentHash.of(item))), false, null));
            }
            AccountHead head = index.reader().account(CUSTOMER);
            group.accept(new Command.SealCheckpoints(
                    TENANT, List.of(WindowPreparation.prepare(index.reader(), head, START, END))));
            group.accept(new Command.SealCheckpoints(
                    TENANT, List.of(WindowPreparation.prepare(index.reader(), head, START, END))));
            group.accept(new Command.SealCheckpoints(
                    TENANT,
                    List.of(SelectionPreparation.prepare(
                            index.reader(),
                            head,
                            START,
                            END,
                            List.of(
                                    index.reader()
                                            .records(head, 2, 2)
                                            .getFirst()
                                            .delta()
                                            .proofHash(),
                                    head.proofHash())))));
            Ed25519PrivateKey secret = Ed25519PrivateKey.of(new byte[32]);
            group.accept(new Command.RegisterCustomerKey(
                    TENANT, "acme", "ckey_1", new VerifierKey("acme", KeyAlgorithm.ED25519, secret.publicKey())));
            Hash root =
                    index.reader().checkpoints().latest(CUSTOMER).statement().proofRoot();
            group.accept(new Command.CountersignCheckpoint(
                    TENANT, events.size() - 2L, "ckey_1", Countersignature.sign(root, secret)));
            group.accept(new Command.RevokeCustomerKey(TENANT, "acme", "ckey_1"));
            group.accept(new Command.ClosePeriod(TENANT, 599, 1));
            group.accept(new Command.ClosePeriod(TENANT, 600, 1));
            group.accept(new Command.KeepAnswer(
                    TENANT, new Command.Idempotency("k", Hash.ZERO), List.of(new Answer.Stored(4, false))));
        }
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
    void historyThatIsWhole_isClean() {
        record("whole", new Directory());
        Map<String, Integer> kinds = new LinkedHashMap<>();
        events.forEach(event -> kinds.merge(event.getClass().getSimpleName(), 1, Integer::sum));
        assertThat(kinds)
                .containsEntry("CheckpointSealed", 3)
                .containsEntry("CheckpointCountersigned", 1)
                .containsEntry("PeriodClosed", 2);
        check(events);
    }

    @Test
    void countersignatureAfterTheKeysRevocation_isFound() {
        record("late", new Directory());
        List<Event> late = new ArrayList<>(events);
        Event revoked = only(late, Event.CustomerKeyRevoked.class);
        late.remove(revoked);
        CheckpointCountersigned signed = (CheckpointCountersigned) only(late, CheckpointCountersigned.class);
        late.add(late.indexOf(signed), new Event.CustomerKeyRevoked(signed.stamp(), "acme", "ckey_1"));
        assertThatExceptionOfType(Contradiction.class)
                .isThrownBy(() -> check(late))
                .withMessageContaining("revocation of the countersigning key");
        List<Event> twice = new ArrayList<>(events);
        twice.add(events.indexOf(revoked), revoked);
        assertThatExceptionOfType(Contradiction.class)
                .isThrownBy(() -> check(twice))
                .withMessageContaining("revocation before");
    }

    private static Event only(List<Event> events, Class<? extends Event> kind) {
        return events.stream().filter(kind::isInstance).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void anythingChanged_isFoundAndNamed(Tampering tampering) {
        record("changed", new Directory());
        List<Event> changed = events.stream().map(tampering.change()).toList();
        assertThat(changed).isNotEqualTo(events);
        assertThatExceptionOfType(Contradiction.class)
                .isThrownBy(() -> check(changed))
                .withMessageContaining(tampering.named());
    }
}
