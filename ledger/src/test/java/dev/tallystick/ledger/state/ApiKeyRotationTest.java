package dev.tallystick.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.proof.bytes.Hash;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiKeyRotationTest {
    private static final long NOW = 1_767_225_600_000L;

    private final RecordedLedger ledger = new RecordedLedger();
    private final StateMachine machine = new StateMachine(ledger, ledger.directory(), new Random(1)::nextBytes);

    @BeforeEach
    void aTenantWithAKey() {
        decide(new Command.OpenTenant("ten", "Acme", Hash.ZERO));
        decide(key("old"));
    }

    private static Command.CreateApiKey key(String id) {
        return new Command.CreateApiKey("ten", id, "public-" + id, id, Hash.ZERO, ApiKeyScopes.ALL);
    }

    private List<Outcome> decide(Command... commands) {
        machine.startGroup(ledger.events().size(), NOW);
        List<Outcome> outcomes = List.of(commands).stream().map(machine::decide).toList();
        ledger.apply(List.copyOf(machine.events()));
        return outcomes;
    }

    @Test
    void makesTheNewKeyAndEndsTheOldOneTogether() {
        assertThat(decide(new Command.RotateApiKey(key("new"), "old", 500)))
                .singleElement()
                .isInstanceOf(Outcome.Administered.class);
        assertThat(ledger.events().subList(2, 4))
                .satisfiesExactly(
                        created -> assertThat(created).isInstanceOf(Event.ApiKeyCreated.class),
                        revoked -> assertThat(revoked)
                                .isEqualTo(new Event.ApiKeyRevoked(
                                        new Event.Stamp(NOW, revoked.salt(), "ten"), "old", NOW + 500)));
    }

    @Test
    void happensOnceEvenForCopiesInOneGroup() {
        List<Outcome> outcomes = decide(
                new Command.RotateApiKey(key("first"), "old", 0), new Command.RotateApiKey(key("second"), "old", 0));
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Administered.class);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Refused.class);
        assertThat(ledger.directory().byKeyId("second")).isNull();
    }

    @Test
    void isRefusedForAKeyThatIsUnknownOrAnotherTenants() {
        assertThat(decide(new Command.RotateApiKey(key("new"), "nobody's", 0)))
                .singleElement()
                .isInstanceOf(Outcome.Refused.class);
        assertThat(ledger.directory().byKeyId("new")).isNull();
    }
}
