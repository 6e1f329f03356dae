package dev.tallystick.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.command.Command.DeltaRequest;
import dev.tallystick.ledger.event.Answer;
import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.ProofHash;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateMachineTest {
    private final Story story = new Story();

    @Test
    void deltas_chainPerCustomer() {
        story.play("""
                x -500                        | recorded#1            | x/1=-500            | a customer begins at 1
                y 0.1 ; y 0.2                 | recorded#2 recorded#3 | y/1=0.1 y/2=0.3     | decimals are exact
                x 500                         | recorded#4            | x/2=0               | the group sees itself
                commit
                x 1                           | recorded#5            | x/3=1               | and what was recorded
                commit
                """);
        DeltaRecorded first = story.recorded(1);
        DeltaRecorded second = story.recorded(4);
        DeltaRecorded third = story.recorded(5);
        assertThat(first.previousProofHash()).isEqualTo(Hash.ZERO);
        assertThat(second.previousProofHash()).isEqualTo(first.proofHash());
        assertThat(third.previousProofHash()).isEqualTo(second.proofHash());
        assertThat(List.of(first.credits(), second.credits(), third.credits()))
                .containsExactly(Amount.ZERO, Amount.of(500), Amount.of(501));
        assertThat(third.recordedAt()).isEqualTo(Story.TIME + 2000);
        assertThat(third.proofHash())
                .isEqualTo(ProofHash.of(
                        third.salt().bytes(),
                        "A",
                        "x",
                        3,
                        third.recordedAt(),
                        Amount.of(1),
                        third.contentHash(),
                        second.proofHash()));
    }

    @Test
    void reference_repeats_orConflicts() {
        story.play("""
                x 10 ref=a                    | recorded#1            | x/1=10              | first
                x 10.0 ref=a                  | repeated#1            |                     | the same number, in the group
                x 1e1 ref=a ; x 10 ref=a      | repeated#1 repeated#1 |                     |
                x 11 ref=a                    | REFERENCE_CONFLICT    |                     | another delta
                x 10 ref=a reason=other       | REFERENCE_CONFLICT    |                     | another reason
                y 10 ref=a                    | recorded#2            | y/1=10              | a reference is the customer's own
                commit
                x 10.00 ref=a                 | repeated#1            |                     | the same, once recorded
                x 11 ref=a                    | REFERENCE_CONFLICT    |                     |
                x 10 ref=A                    | recorded#3            | x/2=20              | case counts
                x 10                          | recorded#4            | x/3=30              | without reference nothing repeats
                x 10                          | recorded#5            | x/4=40              |
                """);
    }

    @Test
    void reference_withinOneBatch_repeatsToo() {
        story.play("""
                x 1 ref=a ; x 1 ref=a         | recorded#1 repeated#1 | x/1=1               | the second is the first
                x 2 ref=b ; x 3 ref=b ; x 4   | recorded#2 REFERENCE_CONFLICT recorded#3 | x/2=3 x/3=7 | others go on
                atomic x 5 ref=c ; x 5 ref=c  | recorded#4 repeated#4 | x/4=12              | a repeat is no refusal
                """);
    }

    @Test
    void conflict_showsBothHashes_andWhatToDo() {
        story.play("""
                x 10 ref=a                    | recorded#1            | x/1=10              |
                commit
                x 11 ref=a                    | REFERENCE_CONFLICT    |                     |
                """);
        DeltaRequest.Valid sent = (DeltaRequest.Valid) Story.item("x 11 ref=a");
        assertThat(story.refusal().details())
                .containsEntry("field", "referenceId")
                .containsEntry("recordId", "r_0000000001")
                .containsEntry(
                        "recordedContentHash", story.recorded(1).contentHash().toString())
                .containsEntry("contentHash", sent.contentHash().toString())
                .doesNotContainEntry(
                        "contentHash", story.recorded(1).contentHash().toString());
        assertThat(story.refusal().message()).contains("'a'", "r_0000000001", "10 recorded", "11 sent", "Nothing was");
    }

    @Test
    void atomic_isAllOrNone() {
        story.play("""
                x 1 ref=a                                 | recorded#1           | x/1=1        |
                atomic x 2 ref=b ; y 2 ; bad              | refused VALIDATION_ERROR |          | the last one spoils it
                atomic x 2 ref=b ; x 9 ref=a              | refused REFERENCE_CONFLICT |        |
                atomic x 2 ref=b ; x 3 adjusts=nothing    | refused ADJUSTS_UNKNOWN_RECORD |    |
                x 3 ref=b                                 | recorded#2           | x/2=4        | reference b was given back
                y 1                                       | recorded#3           | y/1=1        | y had never begun
                x 1 ref=a                                 | repeated#1           |              | what was there is still there
                atomic bad                                | refused VALIDATION_ERROR |          |
                commit
                atomic x 5 ref=d ; bad                    | refused VALIDATION_ERROR |          | the same over recorded state
                x 6 ref=d                                 | recorded#4           | x/3=10       |
                atomic x 1 ; y 1                          | recorded#5 recorded#6 | x/4=11 y/2=2 | all
                """);
    }

    @Test
    void atomic_refusal_tellsTheItem() {
        story.play("""
                atomic x 1 ; y 2 ; bad | refused VALIDATION_ERROR | |
                """);
        assertThat(story.refusal().details()).containsEntry("index", "2").containsEntry("field", "reason");
        assertThat(story.refusal().message())
                .startsWith("Item 2 was refused, so nothing of this atomic batch was stored");
        story.play("""
                atomic bad             | refused VALIDATION_ERROR | |
                """);
        assertThat(story.refusal().details()).doesNotContainKey("index");
    }

    @Test
    void batch_storesTheGood_besideTheBad() {
        story.play("""
                x 1 ; bad ; x 2               | recorded#1 VALIDATION_ERROR recorded#2 | x/1=1 x/2=3 | order is kept
                """);
    }

    @Test
    void idempotencyKey_replays_orConflicts() {
        story.play("""
                key=k/body x 1                | recorded#1            | x/1=1 answered      | the answer is an event
                key=k/body x 1                | replayed              |                     | in the group
                key=k/other x 2               | refused IDEMPOTENCY_CONFLICT |              |
                commit
                key=k/body x 1                | replayed              |                     | once recorded
                key=k/other x 2               | refused IDEMPOTENCY_CONFLICT |              |
                key=K/other x 2               | recorded#3            | x/2=3 answered      | case counts
                atomic key=q/body x 1 ; bad   | refused VALIDATION_ERROR |                  | nothing stored, no answer kept
                atomic key=q/new x 1          | recorded#5            | x/3=4 answered      | so the key is still free
                key=m/body x 1 ref=z ; x 1 ref=z ; bad | recorded#7 repeated#7 VALIDATION_ERROR | x/4=5 answered |
                """);
        RequestAnswered answered = (RequestAnswered) story.machine().events().getLast();
        assertThat(answered.answers())
                .containsExactly(
                        new Answer.Stored(7, false),
                        new Answer.Stored(7, true),
                        new Answer.Refused("VALIDATION_ERROR", "reason must be a text.", "cust", null));
    }

    @Test
    void atomicRefusal_leavesEarlierAnswersOfTheGroup() {
        story.play("""
                key=k/body x 1                | recorded#1            | x/1=1 answered      |
                atomic x 1 ; bad              | refused VALIDATION_ERROR |                  |
                key=k/body x 1                | replayed              |                     |
                x 1                           | recorded#3            | x/2=2               |
                """);
    }

    @Test
    void adjusts_namesARecordOfTheSameCustomer() {
        story.play("""
                x 10 ref=a                    | recorded#1            | x/1=10              |
                x -1 adjusts=a                | recorded#2            | x/2=9               | in the group, by reference
                x -1 adjusts=r_0000000001     | recorded#3            | x/3=8               | and by id
                y 1 ; y -1 adjusts=r_0000000004 | recorded#4 recorded#5 | y/1=1 y/2=0       | in the same batch
                y -1 ref=b ; y -1 adjusts=b   | recorded#6 recorded#7 | y/3=-1 y/4=-2       |
                commit
                x -1 adjusts=a                | recorded#8            | x/4=7               | once recorded
                x -1 adjusts=r_0000000001     | recorded#9            | x/5=6               |
                y -1 adjusts=a                | ADJUSTS_UNKNOWN_RECORD |                    | another customer's reference
                y -1 adjusts=r_0000000001     | ADJUSTS_UNKNOWN_RECORD |                    | another customer's record
                x -1 adjusts=b                | ADJUSTS_UNKNOWN_RECORD |                    | unknown here
                x -1 adjusts=r_0000000000     | ADJUSTS_UNKNOWN_RECORD |                    | an event, but no delta
                x -1 adjusts=r_0000000010     | ADJUSTS_UNKNOWN_RECORD |                    | its own id: not before it
                x -1 adjusts=r_9999999999     | ADJUSTS_UNKNOWN_RECORD |                    | not yet there
                x -1 adjusts=r_1              | ADJUSTS_UNKNOWN_RECORD |                    | no id at all
                x -1 adjusts=r_00000000001    | ADJUSTS_UNKNOWN_RECORD |                    | an id has one form only
                """);
        assertThat(story.refusal().details()).containsEntry("field", "adjusts");
    }

    @Test
    void balance_staysBelowItsBound() {
        story.play("""
                x 99999999999999999999.999999999999999999 | recorded#1 | x/1=99999999999999999999.999999999999999999 | the most
                x 0.000000000000000001        | VALIDATION_ERROR      |                     | one step too far
                x -0.000000000000000001       | recorded#2            | x/2=99999999999999999999.999999999999999998 |
                y -1e20                       | VALIDATION_ERROR      |                     | below as well
                y 99999999999999999999999999999999999999 | VALIDATION_ERROR |               | and far beyond
                y -1                          | recorded#3            | y/1=-1              |
                """);
    }

    @Test
    void tenant_thatWasNeverOpened_isRefused() {
        Command.RecordDeltas foreign = new Command.RecordDeltas("B", List.of(Story.item("x 1")), false, null);
        assertThat(Story.is(story.decide(foreign), RefusalCode.NOT_FOUND)).isTrue();
        assertThat(Story.is(story.decide(key("B", "key_1")), RefusalCode.NOT_FOUND))
                .isTrue();
        assertThat(story.machine().events()).isEmpty();
    }

    @Test
    void reference_ofAnotherTenant_isAnother() {
        story.play("""
                x 1 ref=a                     | recorded#1            | x/1=1               |
                """);
        story.decide(new Command.OpenTenant("B", "Beta", Hash.ZERO));
        story.commit();
        story.decide(new Command.RecordDeltas("B", List.of(Story.item("x 2 ref=a")), false, null));
        story.decide(new Command.RecordDeltas("B", List.of(Story.item("x 2 adjusts=r_0000000001")), false, null));
        assertThat(story.refusal().code()).isEqualTo(RefusalCode.ADJUSTS_UNKNOWN_RECORD);
        assertThat(story.machine().events()).singleElement().satisfies(event -> {
            DeltaRecorded delta = (DeltaRecorded) event;
            assertThat(delta.tenantId()).isEqualTo("B");
            assertThat(delta.sequence()).isEqualTo(1);
            assertThat(delta.previousProofHash()).isEqualTo(Hash.ZERO);
        });
    }

    private static Command.CreateApiKey key(String tenant, String keyId) {
        return new Command.CreateApiKey(tenant, keyId, "pub" + keyId, "ci", Hash.ZERO, ApiKeyScopes.ALL);
    }

    @Test
    void key_isRevokedOnce_andNeverRevived() {
        story.decide(key("A", "key_1"));
        story.commit();
        long now = Story.TIME + 2000;
        assertThat(Story.is(story.decide(new Command.RevokeApiKey("A", "key_2", 0)), RefusalCode.NOT_FOUND))
                .isTrue();
        assertThat(Story.is(story.decide(new Command.RevokeApiKey("B", "key_1", 0)), RefusalCode.NOT_FOUND))
                .isTrue();
        // Two revocations in one group: neither sees the other, and the earlier end must win.
        story.decide(new Command.RevokeApiKey("A", "key_1", 500));
        story.decide(new Command.RevokeApiKey("A", "key_1", 60_000));
        story.commit();
        assertThat(story.ledger().directory().byKeyId("key_1").revokedFrom()).isEqualTo(now + 500);
        assertThat(story.ledger().directory().byPublicId("pubkey_1").activeAt(now + 499))
                .isTrue();
        assertThat(story.ledger().directory().byPublicId("pubkey_1").activeAt(now + 500))
                .isFalse();

        story.decide(new Command.RevokeApiKey("A", "key_1", 60_000));
        Event.ApiKeyRevoked again = (Event.ApiKeyRevoked) ((Outcome.Administered) story.last()).event();
        assertThat(again.effectiveAt()).isEqualTo(now + 500);
    }

    /** Records never go back in time, so with the clock set back a revocation has a time that is still to come. */
    @Test
    void key_revokedWithoutGrace_isRefusedWhateverTheClockSays() {
        story.decide(key("A", "key_1"));
        story.decide(key("A", "key_2"));
        story.commit();
        story.decide(new Command.RevokeApiKey("A", "key_1", 0));
        story.decide(new Command.RevokeApiKey("A", "key_2", 60_000));
        story.commit();
        long tenDaysBack = Story.TIME - 864_000_000L;
        assertThat(story.ledger().directory().byKeyId("key_1").activeAt(tenDaysBack))
                .isFalse();
        assertThat(story.ledger().directory().byKeyId("key_2").activeAt(tenDaysBack))
                .isTrue();

        // Revoked at once while its grace time runs.
        story.decide(new Command.RevokeApiKey("A", "key_2", 0));
        story.commit();
        assertThat(story.ledger().directory().byKeyId("key_2").activeAt(tenDaysBack))
                .isFalse();
    }
}
