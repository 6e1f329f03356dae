package dev.tallystick.ledger.event;

import static dev.tallystick.ledger.event.EventArbitraries.hashes;
import static dev.tallystick.ledger.event.EventArbitraries.instants;
import static dev.tallystick.ledger.event.EventArbitraries.stamps;
import static dev.tallystick.ledger.event.EventArbitraries.sums;
import static dev.tallystick.ledger.event.EventArbitraries.texts;

import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.ledger.event.Event.CustomerKeyRegistered;
import dev.tallystick.ledger.event.Event.PeriodClosed;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.ledger.event.Event.TenantSettingsChanged;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import dev.tallystick.proof.statement.CheckpointStatement.Figures;
import dev.tallystick.proof.statement.CheckpointStatement.Mode;
import dev.tallystick.proof.statement.CheckpointStatement.Window;
import dev.tallystick.proof.statement.Countersignature;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Events about checkpoints and what belongs to them. */
final class ClosingArbitraries {
    private ClosingArbitraries() {}

    private static Arbitrary<Long> counts() {
        return Arbitraries.longs().between(0, Long.MAX_VALUE);
    }

    private static Arbitrary<Chain> chains() {
        return Combinators.combine(counts(), counts(), counts(), hashes(), hashes())
                .as(Chain::new);
    }

    private static Arbitrary<Figures> figures() {
        return Combinators.combine(sums(), sums(), sums(), sums()).as(Figures::new);
    }

    /** A window of any mode with its event's stamp. */
    private static Arbitrary<CheckpointStatement> statements(Mode mode) {
        Arbitrary<Long> lengths = Arbitraries.longs().between(1, 100_000_000_000L);
        Arbitrary<Hash> previous = Arbitraries.oneOf(Arbitraries.just(Hash.ZERO), hashes());
        return Combinators.combine(
                        stamps(),
                        texts(),
                        Arbitraries.longs().between(-62_135_596_800_000L, 253_402_300_799_999L),
                        lengths,
                        figures(),
                        chains(),
                        Combinators.combine(previous, Arbitraries.of(true, false))
                                .as(Link::new))
                .as((stamp, customer, start, length, figures, chain, link) -> new CheckpointStatement(
                        stamp.salt(),
                        new Window(stamp.tenantId(), customer, start, start + length, mode),
                        link.provisional(),
                        figures,
                        chain,
                        link.previous(),
                        stamp.recordedAt()));
    }

    private record Link(Hash previous, boolean provisional) {}

    static Arbitrary<Event> checkpoints() {
        Arbitrary<List<Long>> selected = Arbitraries.oneOf(
                        Arbitraries.longs().between(1, 300), Arbitraries.longs().between(1, Long.MAX_VALUE))
                .set()
                .ofMaxSize(5)
                .map(set -> set.stream().sorted().toList());
        return Arbitraries.oneOf(
                statements(Mode.WINDOW).map(statement -> new CheckpointSealed(statement, List.of())),
                Combinators.combine(statements(Mode.FINGERPRINTS), selected).as(CheckpointSealed::new));
    }

    private static Arbitrary<Ed25519PrivateKey> keys() {
        return Arbitraries.bytes().array(byte[].class).ofSize(32).map(Ed25519PrivateKey::of);
    }

    static Arbitrary<Event> others() {
        Arbitrary<Event> registrations = Combinators.combine(stamps(), texts(), texts(), keys())
                .as((Stamp stamp, String customer, String keyId, Ed25519PrivateKey key) -> new CustomerKeyRegistered(
                        stamp, customer, keyId, new VerifierKey("cust", KeyAlgorithm.ED25519, key.publicKey())));
        Arbitrary<Event> countersignatures = Combinators.combine(
                        stamps(),
                        counts(),
                        texts(),
                        Arbitraries.bytes().array(byte[].class).ofSize(64).map(Countersignature::of))
                .as(CheckpointCountersigned::new);
        Arbitrary<Event> closures = Combinators.combine(
                        stamps(), Arbitraries.integers().between(0, Integer.MAX_VALUE), instants())
                .as(PeriodClosed::new);
        Arbitrary<Event> settings = Combinators.combine(
                        stamps(), Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as((Stamp stamp, Boolean autoClose, Boolean share) ->
                        new TenantSettingsChanged(stamp, new TenantSettings(autoClose, share)));
        Arbitrary<Event> revocations = Combinators.combine(stamps(), texts(), texts())
                .as((Stamp stamp, String customer, String keyId) ->
                        new Event.CustomerKeyRevoked(stamp, customer, keyId));
        return Arbitraries.oneOf(registrations, revocations, countersignatures, closures, settings);
    }
}
