package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.ApiKeyCreated;
import dev.tallystick.ledger.event.Event.ApiKeyRevoked;
import dev.tallystick.ledger.event.Event.CustomerSettingsChanged;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.ledger.event.Event.TenantOpened;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.DeltaItem;
import dev.tallystick.proof.record.Salt;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Events of every kind, with the odd and the extreme more often than in life. */
final class EventArbitraries {
    private EventArbitraries() {}

    static Arbitrary<Event> events() {
        return Arbitraries.oneOf(
                deltas(),
                tenants(),
                keys(),
                revocations(),
                logKeys(),
                answers(),
                ClosingArbitraries.checkpoints(),
                ClosingArbitraries.others(),
                endpoints(),
                givenUp(),
                reports(),
                settings());
    }

    static Arbitrary<Long> instants() {
        return Arbitraries.longs().between(0, 253_402_300_799_999L);
    }

    /** Any text that UTF-8 can hold: no surrogate without its other half. */
    static Arbitrary<String> texts() {
        Arbitrary<Integer> characters = Arbitraries.oneOf(
                Arbitraries.integers().between(0x20, 0x7e),
                Arbitraries.of(0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff));
        return characters.list().ofMaxSize(12).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::appendCodePoint);
            return text.toString();
        });
    }

    /** Amounts as they may be sent: at most 38 digits, 18 of them after the point. */
    private static Arbitrary<Amount> sent() {
        BigInteger most = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
        Arbitrary<BigInteger> digits = Arbitraries.oneOf(
                Arbitraries.integers().between(-1000, 1000).map(BigInteger::valueOf),
                Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE).map(BigInteger::valueOf),
                Arbitraries.bigIntegers().between(most.negate(), most));
        return Combinators.combine(digits, Arbitraries.integers().between(0, 18))
                .as((unscaled, scale) -> Amount.of(new BigDecimal(unscaled, scale)));
    }

    /** Running sums: they may have more digits than anything that was sent, but at most 38 of them before the point. */
    static Arbitrary<Amount> sums() {
        BigDecimal bound = BigDecimal.TEN.pow(38);
        return Combinators.combine(sent(), sent())
                .as(Amount::plus)
                .filter(sum -> sum.value().abs().compareTo(bound) < 0);
    }

    static Arbitrary<Hash> hashes() {
        return Arbitraries.bytes().array(byte[].class).ofSize(32).map(Hash::of);
    }

    private static Arbitrary<JsonObject> metadata() {
        Arbitrary<JsonValue> leaves = Arbitraries.oneOf(
                texts().map(JsonString::new),
                sent().map(amount -> new JsonNumber(amount.value())),
                Arbitraries.of(true, false).map(JsonBoolean::new),
                Arbitraries.just(JsonNull.NULL),
                texts().list()
                        .ofMaxSize(2)
                        .map(texts -> new JsonArray(
                                texts.stream().<JsonValue>map(JsonString::new).toList())));
        return Arbitraries.maps(texts(), leaves).ofMaxSize(3).map(JsonObject::new);
    }

    private static Arbitrary<Adjusts> adjusts() {
        return Arbitraries.oneOf(texts().map(Adjusts::byRecordId), texts().map(Adjusts::byReferenceId));
    }

    private static Arbitrary<DeltaItem> items() {
        return Combinators.combine(
                        texts(),
                        sent(),
                        texts(),
                        texts().injectNull(0.4),
                        metadata().injectNull(0.4),
                        adjusts().injectNull(0.4),
                        instants().map(Instant::ofEpochMilli).injectNull(0.4))
                .as(DeltaItem::new);
    }

    static Arbitrary<Event> deltas() {
        Arbitrary<Amount[]> figures = Combinators.combine(sums(), sums()).as((a, b) -> new Amount[] {a, b});
        Arbitrary<Hash[]> hashes =
                Combinators.combine(hashes(), hashes(), hashes()).as((a, b, c) -> new Hash[] {a, b, c});
        return Combinators.combine(
                        instants(),
                        texts(),
                        items(),
                        Arbitraries.longs().between(1, Long.MAX_VALUE),
                        figures,
                        Arbitraries.bytes().array(byte[].class).ofSize(16).map(Salt::new),
                        hashes)
                .as((at, tenant, item, sequence, sums, salt, hash) -> new DeltaRecorded(
                        at, tenant, item, sequence, sums[0], sums[1], salt, hash[0], hash[1], hash[2]));
    }

    static Arbitrary<Stamp> stamps() {
        return Combinators.combine(
                        instants(),
                        Arbitraries.bytes().array(byte[].class).ofSize(16).map(Salt::new),
                        texts())
                .as(Stamp::new);
    }

    private static Arbitrary<Event> tenants() {
        return Combinators.combine(stamps(), texts(), hashes()).as(TenantOpened::new);
    }

    private static Arbitrary<Event> keys() {
        return Combinators.combine(
                        stamps(),
                        texts(),
                        texts(),
                        texts(),
                        hashes(),
                        Arbitraries.of(1, 2, 3).map(ApiKeyScopes::ofBits))
                .as(ApiKeyCreated::new);
    }

    private static Arbitrary<Event> logKeys() {
        Arbitrary<RotationSignature> signatures = Arbitraries.bytes()
                .array(byte[].class)
                .ofSize(RotationSignature.LENGTH)
                .map(RotationSignature::of);
        return Combinators.combine(stamps(), texts(), texts(), signatures).as(Event.LogKeyRotated::new);
    }

    private static Arbitrary<Event> revocations() {
        Arbitrary<Long> never = Arbitraries.just(Long.MAX_VALUE);
        return Combinators.combine(stamps(), texts(), Arbitraries.oneOf(instants(), never))
                .as(ApiKeyRevoked::new);
    }

    private static Arbitrary<SealedSecret> secrets() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(90)
                .map(SealedSecret::new);
    }

    private static Arbitrary<Event> endpoints() {
        return Arbitraries.oneOf(
                Combinators.combine(stamps(), texts(), texts(), texts().injectNull(0.4), secrets())
                        .as(Event.EndpointCreated::new),
                Combinators.combine(
                                stamps(),
                                texts(),
                                texts().injectNull(0.4),
                                texts().injectNull(0.4),
                                Arbitraries.of(EndpointState.values()).injectNull(0.4))
                        .as(Event.EndpointChanged::new),
                Combinators.combine(stamps(), texts(), secrets(), instants()).as(Event.EndpointSecretRotated::new),
                Combinators.combine(stamps(), texts()).as(Event.EndpointDeleted::new));
    }

    private static Arbitrary<Event> givenUp() {
        return Combinators.combine(
                        stamps(),
                        texts(),
                        texts(),
                        texts(),
                        Arbitraries.integers().between(0, Integer.MAX_VALUE),
                        texts())
                .as(Event.DeliveryGivenUp::new);
    }

    private static Arbitrary<Event> reports() {
        return Combinators.combine(stamps(), texts(), hashes()).as(Event.ComparisonReported::new);
    }

    private static Arbitrary<Event> settings() {
        return Combinators.combine(
                        stamps(),
                        texts(),
                        texts().injectNull(0.3),
                        Arbitraries.of(EventCadence.class),
                        texts().injectNull(0.3),
                        texts())
                .as((stamp, customer, name, cadence, unit, sharing) -> new CustomerSettingsChanged(
                        stamp, customer, new CustomerSettings(name, cadence, unit, sharing)));
    }

    private static Arbitrary<Event> answers() {
        Arbitrary<Answer> stored = Combinators.combine(
                        Arbitraries.longs().between(0, Long.MAX_VALUE), Arbitraries.of(true, false))
                .as(Answer.Stored::new);
        Arbitrary<Answer> refused = Combinators.combine(
                        texts(), texts(), texts().injectNull(0.3), sent().injectNull(0.3))
                .as(Answer.Refused::new);
        return Combinators.combine(
                        stamps(),
                        texts(),
                        hashes(),
                        Arbitraries.oneOf(stored, refused).list().ofMaxSize(4))
                .as(RequestAnswered::new);
    }
}
