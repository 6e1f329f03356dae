package dev.tallystick.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.SealedSecret;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.proof.bytes.Hash;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final long NOW = 1_767_225_600_000L;
    private static final SealedSecret ONE = new SealedSecret(new byte[] {1});
    private static final SealedSecret TWO = new SealedSecret(new byte[] {2});

    private final RecordedLedger ledger = new RecordedLedger();
    private final StateMachine machine = new StateMachine(ledger, ledger.directory(), new Random(1)::nextBytes);

    @BeforeEach
    void aTenantWithAnEndpoint() {
        decide(new Command.OpenTenant("ten", "Acme", Hash.ZERO));
        decide(new Command.OpenTenant("other", "Other", Hash.ZERO));
        decide(create("ten", "hook"));
    }

    private static Command.CreateEndpoint create(String tenantId, String id) {
        return new Command.CreateEndpoint(tenantId, id, "https://a.example/", "first", ONE);
    }

    private List<Outcome> decide(Command... commands) {
        machine.startGroup(ledger.events().size(), NOW);
        List<Outcome> outcomes = List.of(commands).stream().map(machine::decide).toList();
        ledger.apply(List.copyOf(machine.events()));
        return outcomes;
    }

    private Endpoints endpoints() {
        return ledger.directory().endpoints();
    }

    @Test
    void changesTakeEffectOneByOne() {
        decide(
                new Command.ChangeEndpoint("ten", "hook", "https://b.example/", null, null),
                new Command.ChangeEndpoint("ten", "hook", null, "", EndpointState.SWITCHED_OFF));
        assertThat(endpoints().byId("hook"))
                .isEqualTo(new Endpoints.Endpoint(
                        "ten", "hook", "https://b.example/", null, EndpointState.SWITCHED_OFF, NOW, ONE, null, 0));
    }

    @Test
    void aRotationKeepsTheOldSecretForTheOverlap() {
        decide(new Command.RotateEndpointSecret("ten", "hook", TWO, 500));
        Endpoints.Endpoint endpoint = endpoints().byId("hook");
        assertThat(List.of(endpoint.secret(), endpoint.previousSecret())).containsExactly(TWO, ONE);
        assertThat(endpoint.overlapUntil()).isEqualTo(NOW + 500);
    }

    @Test
    void whatIsDecidedTogetherWithADeletionChangesNothing() {
        assertThat(decide(
                        new Command.DeleteEndpoint("ten", "hook"),
                        new Command.ChangeEndpoint("ten", "hook", null, null, EndpointState.GONE)))
                .allMatch(Outcome.Administered.class::isInstance);
        assertThat(endpoints().byId("hook")).isNull();
        assertThat(decide(new Command.DeleteEndpoint("ten", "hook"))).allMatch(Outcome.Refused.class::isInstance);
    }

    @Test
    void somebodyElsesEndpointIsNone() {
        assertThat(decide(
                        new Command.DeleteEndpoint("other", "hook"),
                        new Command.RotateEndpointSecret("other", "hook", TWO, 0),
                        new Command.GiveUpDelivery("other", "hook", "evt_1", "delta.verified", 10, "no")))
                .allMatch(Outcome.Refused.class::isInstance);
        assertThat(endpoints().of("other")).isEmpty();
        assertThat(endpoints().of("ten")).hasSize(1);
    }

    @Test
    void aTenantHasTwentyAtMost() {
        for (int i = 1; i < 20; i++) {
            assertThat(decide(create("ten", "hook" + i))).allMatch(Outcome.Administered.class::isInstance);
        }
        assertThat(decide(create("ten", "more"))).allMatch(Outcome.Refused.class::isInstance);
        assertThat(decide(create("other", "theirs"))).allMatch(Outcome.Administered.class::isInstance);
    }

    @Test
    void anEventAboutAnEndpointThatNeverWasBreaksTheInvariant() {
        assertThatExceptionOfType(BrokenInvariantException.class)
                .isThrownBy(() -> ledger.directory()
                        .apply(new Event.EndpointDeleted(
                                new Event.Stamp(NOW, dev.tallystick.proof.record.Salt.NONE, "ten"), "never")));
    }
}
