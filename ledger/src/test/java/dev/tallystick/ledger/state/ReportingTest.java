package dev.tallystick.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import org.junit.jupiter.api.Test;

class ReportingTest {
    private static final Hash REPORT = Sha256.hash(new byte[] {1});

    private final Story story = new Story();

    @Test
    void reportOfAKnownCustomer_isPutOnRecord_eachTimeAnew() {
        story.decide(Story.command("c 1"));
        for (int i = 0; i < 2; i++) {
            long number = 1 + story.machine().events().size();
            assertThat(story.decide(new Command.ReportComparison("A", "c", REPORT)))
                    .isInstanceOfSatisfying(Outcome.Reported.class, reported -> {
                        assertThat(reported.event()).isEqualTo(number);
                        assertThat(reported.reported())
                                .isEqualTo(story.machine().events().getLast())
                                .returns("A", Event.ComparisonReported::tenantId)
                                .returns("c", Event.ComparisonReported::customerId)
                                .returns(REPORT, Event.ComparisonReported::reportHash)
                                .returns(Story.TIME + 1_000, Event.ComparisonReported::recordedAt);
                    });
        }
        story.commit();
        assertThat(story.ledger().events()).hasSize(4);
    }

    @Test
    void reportOfNobody_orOfAnotherTenantsCustomer_isRefused() {
        story.decide(Story.command("c 1"));
        story.commit();
        for (Command command : new Command[] {
            new Command.ReportComparison("A", "nobody", REPORT), new Command.ReportComparison("B", "c", REPORT)
        }) {
            assertThat(Story.is(story.decide(command), RefusalCode.CUSTOMER_NOT_FOUND))
                    .isTrue();
        }
        assertThat(story.machine().events()).isEmpty();
    }
}
