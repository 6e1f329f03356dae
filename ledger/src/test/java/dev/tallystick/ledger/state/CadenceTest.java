package dev.tallystick.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.CustomerSettings;
import dev.tallystick.ledger.event.EventCadence;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.RefusalCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CadenceTest {
    private static final long HOUR = 3_600_000L;

    /** {@link Story#TIME} and a second after the tenant is open: 00:00:01 of a day. */
    private final Story story = new Story();

    private void create(String customer, EventCadence cadence) {
        Outcome outcome = story.decide(
                new Command.CreateCustomer("A", customer, new CustomerSettings("N", cadence, null, "INHERIT")));
        assertThat(outcome).isInstanceOf(Outcome.Administered.class);
    }

    private Outcome change(String customer, EventCadence cadence) {
        return story.decide(new Command.ChangeCustomer("A", customer, null, cadence, null, null));
    }

    @Test
    void daily_isOneRecordInADay() {
        create("x", EventCadence.DAILY);
        story.play("""
                x 1 ref=a                 | recorded#2              | x/1=1        | settings of the same group hold already
                x 1                       | CADENCE_LIMIT           |              | the group sees itself
                x 1 ref=a                 | repeated#2              |              | a repeat records nothing
                x 2 ref=a                 | REFERENCE_CONFLICT      |              | and a conflict is one
                x -1 adjusts=a            | recorded#3              | x/2=0        | a correction may always be
                x -1 adjusts=nothing      | ADJUSTS_UNKNOWN_RECORD  |              |
                y 1 ; y 1                 | recorded#4 recorded#5   | y/1=1 y/2=2  | others are free
                commit
                x 1 ; y 1 ; x 1 ref=a     | CADENCE_LIMIT recorded#6 repeated#2 | y/3=3 | a batch goes on
                atomic y 1 ; x 1          | refused CADENCE_LIMIT   |              | or not at all
                """);
        assertThat(story.refusal().details())
                .containsEntry("customerId", "x")
                .containsEntry("retryAfterSeconds", "86398")
                .containsEntry("index", "1");
        story.commit(24 * HOUR - 2_001);
        story.play("""
                x 1                       | CADENCE_LIMIT           |              | the last millisecond of the day
                """);
        assertThat(story.refusal().details()).containsEntry("retryAfterSeconds", "1");
        story.commit(1);
        story.play("""
                x 1                       | recorded#7              | x/3=1        | midnight
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "PER_EVENT, 0,       0,       0",
        "HOURLY,    0,       3599999, 1",
        "HOURLY,    3599999, 3600000, 0",
        "HOURLY,    10,      1000,    3599000",
        "SUB_DAILY, 0,       3600000, 18000000",
        "SUB_DAILY, 0,       21600000, 0",
        "DAILY,     86399999, 86400000, 0",
        "DAILY,     0,       86399999, 1",
    })
    void window_decides(EventCadence cadence, long lastAt, long now, long waitMillis) {
        assertThat(cadence.waitMillis(lastAt, now)).isEqualTo(waitMillis);
    }

    @Test
    void aRequestThatHasToWait_keepsItsKeyFree() {
        create("x", EventCadence.HOURLY);
        story.play("""
                x 1                       | recorded#2              | x/1=1        |
                key=k/body x 2            | CADENCE_LIMIT           |              | nothing stored, no answer kept
                key=k/other x 2 ; x 3     | CADENCE_LIMIT CADENCE_LIMIT |          |
                key=m/body x 2 ; y 1      | CADENCE_LIMIT recorded#3 | y/1=1 answered | something was stored
                """);
        story.commit(HOUR);
        story.play("""
                key=k/body x 2            | recorded#5              | x/2=3 answered |
                key=m/body x 2 ; y 1      | replayed                |              |
                """);
    }

    @Test
    void settings_areCreatedOnce_andChanged() {
        story.play("""
                x 1 | recorded#1 | x/1=1 |
                """);
        CustomerSettings settings = new CustomerSettings("N", EventCadence.DAILY, null, "INHERIT");
        assertThat(Story.is(
                        story.decide(new Command.CreateCustomer("A", "x", settings)), RefusalCode.REFERENCE_CONFLICT))
                .as("made by its first delta")
                .isTrue();
        create("new", EventCadence.DAILY);
        int before = story.machine().events().size();
        create("new", EventCadence.DAILY);
        assertThat(story.machine().events()).as("a repeat changes nothing").hasSize(before);
        assertThat(Story.is(
                        story.decide(new Command.CreateCustomer("A", "new", CustomerSettings.UNSET)),
                        RefusalCode.REFERENCE_CONFLICT))
                .isTrue();
        assertThat(Story.is(change("nobody", EventCadence.DAILY), RefusalCode.CUSTOMER_NOT_FOUND))
                .isTrue();
        assertThat(change("x", EventCadence.DAILY)).isInstanceOf(Outcome.Administered.class);
        story.commit();
        story.play("""
                x 1 | CADENCE_LIMIT | | from the next command on
                """);
        story.decide(new Command.ChangeCustomer("A", "new", "", null, "calls", "SHARED"));
        story.commit();
        assertThat(story.ledger().directory().customers("A").get("new").settings())
                .isEqualTo(new CustomerSettings(null, EventCadence.DAILY, "calls", "SHARED"));
        assertThat(story.ledger().directory().customers("B")).isEmpty();
    }
}
