package dev.tallystick.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.ledger.checkpoint.SealRequest;
import dev.tallystick.ledger.checkpoint.SelectionPreparation;
import dev.tallystick.ledger.checkpoint.WindowPreparation;
import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Answer;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.Outcome.SealResult;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.scope.UtcMonth;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.Countersignature;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CertificationTest {
    private static final AccountKey CUSTOMER = new AccountKey("A", "c");
    private static final long START = UtcMonth.start(UtcMonth.of(Story.TIME));
    private static final long END = UtcMonth.start(UtcMonth.of(Story.TIME) + 1);

    private final Story story = new Story();

    private SealRequest looked(long start, long end) {
        return WindowPreparation.prepare(story.ledger(), story.ledger().account(CUSTOMER), start, end);
    }

    private SealResult seal(SealRequest request) {
        Outcome outcome = story.decide(new Command.SealCheckpoints("A", List.of(request)));
        return ((Outcome.Checkpoints) outcome).results().getFirst();
    }

    private StoredCheckpoint sealed(SealRequest request) {
        return ((SealResult.Sealed) seal(request)).checkpoint();
    }

    private Hash root(long from, long to) {
        AccountHead head = story.ledger().account(CUSTOMER);
        return TreeHash.root(story.ledger().records(head, from, to).stream()
                .map(record -> TreeHash.leaf(record.delta().proofHash()))
                .toList());
    }

    @Test
    void window_statesFiguresRootAndLinks() {
        story.play("""
                c 10 | recorded#1 | c/1=10
                c -4 | recorded#2 | c/2=6
                commit
                """);
        CheckpointStatement first = sealed(looked(START, END)).statement();
        assertThat(first.provisional()).isTrue();
        assertThat(first.figures())
                .isEqualTo(new CheckpointStatement.Figures(Amount.ZERO, Amount.of(6), Amount.of(10), Amount.of(-4)));
        assertThat(first.chain())
                .isEqualTo(
                        new CheckpointStatement.Chain(2, 1, 2, story.recorded(2).proofHash(), root(1, 2)));
        assertThat(first.previousCheckpoint()).isEqualTo(Hash.ZERO);
        story.commit();

        story.play("""
                c 1 | recorded#4 | c/3=7
                commit
                """);
        CheckpointStatement second = sealed(looked(START, END)).statement();
        assertThat(second.chain().itemsRoot()).isEqualTo(root(1, 3));
        assertThat(second.previousCheckpoint()).isEqualTo(first.proofRoot());
    }

    @Test
    void sameWindowAndRecords_giveTheSameCheckpoint_alsoWithinAGroup() {
        story.play("""
                c 10 | recorded#1 | c/1=10
                commit
                """);
        SealRequest request = looked(START, END);
        StoredCheckpoint first = sealed(request);
        assertThat(seal(request)).isEqualTo(new SealResult.Repeated(first));
        story.commit();
        assertThat(seal(looked(START, END))).isEqualTo(new SealResult.Repeated(first));
        assertThat(story.machine().events()).isEmpty();
        // Another window over the same records is another checkpoint.
        assertThat(sealed(looked(START, END + 1)).statement().previousCheckpoint())
                .isEqualTo(first.statement().proofRoot());
    }

    @Test
    void windowThatHasEnded_isSealedOnceMore_andThenForGood() {
        story.play("""
                c 10 | recorded#1 | c/1=10
                commit
                """);
        long end = Story.TIME + 5_000;
        StoredCheckpoint provisional = sealed(looked(START, end));
        assertThat(provisional.statement().provisional()).isTrue();
        for (int i = 0; i < 5; i++) {
            story.commit();
        }
        StoredCheckpoint last = sealed(looked(START, end));
        assertThat(last.statement().provisional()).isFalse();
        assertThat(last.statement().chain()).isEqualTo(provisional.statement().chain());
        story.commit();
        story.play("""
                c 5 | recorded#4 | c/2=15
                commit
                """);
        assertThat(seal(looked(START, end))).isEqualTo(new SealResult.Repeated(last));
    }

    @Test
    void recordsSinceTheWindowWasLookedAt_areAddedByTheWriter_unlessTheyAreTooMany() {
        story.play("""
                c 10 | recorded#1 | c/1=10
                commit
                """);
        SealRequest before = looked(START, END);
        story.play("""
                c 1 | recorded#2 | c/2=11
                commit
                c 1 | recorded#3 | c/3=12
                """);
        StoredCheckpoint checkpoint = sealed(before);
        assertThat(checkpoint.statement().chain().count()).isEqualTo(3);
        assertThat(checkpoint.statement().figures().closing()).isEqualTo(Amount.of(12));
        story.commit();
        assertThat(checkpoint.statement().chain().itemsRoot()).isEqualTo(root(1, 3));

        SealRequest old = looked(START, END);
        for (int i = 0; i <= Certification.RECORDS_ADDED_MAX; i++) {
            story.decide(Story.command("c 1"));
        }
        assertThat(seal(old)).isEqualTo(new SealResult.Outdated("c"));
        story.commit();
        SealRequest again =
                WindowPreparation.again(story.ledger(), story.ledger().account(CUSTOMER), old);
        long count = 3 + Certification.RECORDS_ADDED_MAX + 1;
        assertThat(sealed(again).statement().chain().itemsRoot()).isEqualTo(root(1, count));
    }

    @Test
    void windowThatEndedBefore_takesNothingThatCameAfterIt() {
        story.play("""
                c 10 | recorded#1 | c/1=10
                commit
                """);
        SealRequest closed = looked(START, Story.TIME + 1_500);
        story.play("""
                c 1 | recorded#2 | c/2=11
                commit
                """);
        assertThat(sealed(closed).statement().chain().count()).isEqualTo(1);
    }

    @Test
    void windowWithoutRecords_statesTheBalanceThere() {
        story.play("""
                c 10 | recorded#1 | c/1=10
                commit
                """);
        CheckpointStatement before = sealed(looked(START - 1000, START)).statement();
        assertThat(before.chain()).isEqualTo(new CheckpointStatement.Chain(0, 0, 0, Hash.ZERO, TreeHash.EMPTY_ROOT));
        CheckpointStatement after = sealed(looked(END, END + 1)).statement();
        assertThat(after.chain())
                .isEqualTo(
                        new CheckpointStatement.Chain(0, 0, 0, story.recorded(1).proofHash(), TreeHash.EMPTY_ROOT));
        assertThat(after.figures().opening()).isEqualTo(Amount.of(10));
        assertThat(after.figures().closing()).isEqualTo(Amount.of(10));
    }

    @Test
    void namedRecords_areCoveredAndNoOthers() {
        story.play("""
                c 10 | recorded#1 | c/1=10
                c -4 | recorded#2 | c/2=6
                c -3 | recorded#3 | c/3=3
                d 1  | recorded#4 | d/1=1
                commit
                """);
        AccountHead head = story.ledger().account(CUSTOMER);
        SealRequest request = SelectionPreparation.prepare(
                story.ledger(),
                head,
                START,
                END,
                List.of(story.recorded(3).proofHash(), story.recorded(1).contentHash()));
        StoredCheckpoint checkpoint = sealed(request);
        assertThat(checkpoint.sealed().selected()).containsExactly(1L, 3L);
        assertThat(checkpoint.statement().figures())
                .isEqualTo(new CheckpointStatement.Figures(Amount.ZERO, Amount.of(7), Amount.of(10), Amount.of(-3)));
        assertThat(seal(request)).isEqualTo(new SealResult.Repeated(checkpoint));

        // Another customer's record, one outside of the window, and one that does not exist.
        for (Hash unknown : List.of(story.recorded(4).proofHash(), Hash.ZERO)) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> SelectionPreparation.prepare(story.ledger(), head, START, END, List.of(unknown)))
                    .withMessageContaining(unknown.toString())
                    .satisfies(e -> assertThat(e.refusal().code()).isEqualTo(RefusalCode.VALIDATION_ERROR));
        }
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> SelectionPreparation.prepare(
                        story.ledger(),
                        head,
                        END,
                        END + 1,
                        List.of(story.recorded(1).proofHash())));
    }

    @Test
    void keptAnswer_isGivenAgain_andKeepsItsKey() {
        Idempotency key = new Idempotency("k", Hash.ZERO);
        List<Answer.Stored> answers = LongStream.of(1, 2)
                .mapToObj(event -> new Answer.Stored(event, false))
                .toList();
        assertThat(story.decide(new Command.KeepAnswer("A", key, answers))).isInstanceOf(Outcome.Administered.class);
        story.commit();
        Outcome again = story.decide(new Command.KeepAnswer("A", key, List.of()));
        assertThat(((Outcome.Replayed) again).answered().answers()).isEqualTo(List.<Answer>copyOf(answers));
        Hash other = TreeHash.EMPTY_ROOT;
        assertThat(Story.is(
                        story.decide(new Command.KeepAnswer("A", new Idempotency("k", other), answers)),
                        RefusalCode.IDEMPOTENCY_CONFLICT))
                .isTrue();
        assertThat(Story.is(story.decide(new Command.KeepAnswer("B", key, answers)), RefusalCode.NOT_FOUND))
                .isTrue();
    }

    @Test
    void countersignature_isKeptOnce_andOnlyUnderAKeyOfTheCustomer() {
        story.play("""
                c 10 | recorded#1 | c/1=10
                d 1  | recorded#2 | d/1=1
                commit
                """);
        StoredCheckpoint checkpoint = sealed(looked(START, END));
        story.commit();
        Ed25519PrivateKey secret = Ed25519PrivateKey.of(new byte[32]);
        VerifierKey key = new VerifierKey("c", KeyAlgorithm.ED25519, secret.publicKey());
        register("c", "ckey_c", key);
        register("d", "ckey_d", key);
        Countersignature signature =
                Countersignature.sign(checkpoint.statement().proofRoot(), secret);
        assertThat(Story.is(countersign(checkpoint.event(), "ckey_d", signature), RefusalCode.VALIDATION_ERROR))
                .isTrue();
        assertThat(Story.is(countersign(checkpoint.event(), "none", signature), RefusalCode.VALIDATION_ERROR))
                .isTrue();
        assertThat(Story.is(countersign(1, "ckey_c", signature), RefusalCode.NOT_FOUND))
                .isTrue();
        Outcome first = countersign(checkpoint.event(), "ckey_c", signature);
        assertThat(((Outcome.Countersigned) first).repeated()).isFalse();
        assertThat(((Outcome.Countersigned) countersign(checkpoint.event(), "ckey_c", signature)).repeated())
                .isTrue();
        story.commit();
        assertThat(((Outcome.Countersigned) countersign(checkpoint.event(), "ckey_c", signature)).repeated())
                .isTrue();
        assertThat(story.machine().events()).isEmpty();
    }

    @Test
    void revokedKey_signsNoMore_andWhatItSignedStays() {
        story.play("""
                c 10 | recorded#1 | c/1=10
                d 1  | recorded#2 | d/1=1
                commit
                """);
        StoredCheckpoint first = sealed(looked(START, END));
        story.commit();
        StoredCheckpoint second = sealed(looked(START, END - 1));
        story.commit();
        Ed25519PrivateKey secret = Ed25519PrivateKey.of(new byte[32]);
        VerifierKey key = new VerifierKey("c", KeyAlgorithm.ED25519, secret.publicKey());
        register("c", "ckey_c", key);
        Countersignature early = Countersignature.sign(first.statement().proofRoot(), secret);
        Countersignature late = Countersignature.sign(second.statement().proofRoot(), secret);
        countersign(first.event(), "ckey_c", early);
        story.commit();
        for (Command.RevokeCustomerKey none : List.of(
                new Command.RevokeCustomerKey("A", "d", "ckey_c"),
                new Command.RevokeCustomerKey("B", "c", "ckey_c"),
                new Command.RevokeCustomerKey("A", "c", "ckey_x"))) {
            assertThat(Story.is(story.decide(none), RefusalCode.NOT_FOUND)).isTrue();
        }
        Outcome revoked = story.decide(new Command.RevokeCustomerKey("A", "c", "ckey_c"));
        // Within the same group as well as after it.
        assertThat(Story.is(countersign(second.event(), "ckey_c", late), RefusalCode.VALIDATION_ERROR))
                .isTrue();
        story.commit();
        assertThat(Story.is(countersign(second.event(), "ckey_c", late), RefusalCode.VALIDATION_ERROR))
                .isTrue();
        assertThat(((Outcome.Countersigned) countersign(first.event(), "ckey_c", early)).repeated())
                .isTrue();
        assertThat(story.decide(new Command.RevokeCustomerKey("A", "c", "ckey_c")))
                .isEqualTo(revoked);
        assertThat(Story.is(
                        story.decide(new Command.RegisterCustomerKey("A", "c", "ckey_2", key)),
                        RefusalCode.VALIDATION_ERROR))
                .isTrue();
        assertThat(story.machine().events()).isEmpty();
    }

    private Outcome countersign(long checkpoint, String keyId, Countersignature signature) {
        return story.decide(new Command.CountersignCheckpoint("A", checkpoint, keyId, signature));
    }

    private void register(String customer, String keyId, VerifierKey key) {
        Outcome outcome = story.decide(new Command.RegisterCustomerKey("A", customer, keyId, key));
        Event event = ((Outcome.Administered) outcome).event();
        story.commit();
        // The same key again changes nothing.
        Outcome again = story.decide(new Command.RegisterCustomerKey("A", customer, keyId + "2", key));
        assertThat(((Outcome.Administered) again).event()).isEqualTo(event);
        assertThat(story.machine().events()).isEmpty();
    }

    @Test
    void customersWithoutRecords_haveNoKeys_andMonthsCloseInOrder() {
        VerifierKey key = new VerifierKey(
                "x", KeyAlgorithm.ED25519, Ed25519PrivateKey.of(new byte[32]).publicKey());
        assertThat(Story.is(
                        story.decide(new Command.RegisterCustomerKey("A", "x", "ckey_x", key)),
                        RefusalCode.CUSTOMER_NOT_FOUND))
                .isTrue();
        assertThat(story.decide(new Command.ClosePeriod("A", 600, 2))).isInstanceOf(Outcome.Administered.class);
        story.commit();
        assertThat(story.ledger().directory().closedMonth("A")).isEqualTo(600);
        for (int month : new int[] {599, 600}) {
            assertThat(story.decide(new Command.ClosePeriod("A", month, 2))).isInstanceOf(Outcome.Refused.class);
        }
        assertThat(story.decide(new Command.ClosePeriod("A", 601, 0))).isInstanceOf(Outcome.Administered.class);
    }
}
