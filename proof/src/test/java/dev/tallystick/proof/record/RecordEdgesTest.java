package dev.tallystick.proof.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordEdgesTest {
    private static final Hash SOME = Hash.parse("0x" + "11".repeat(32));
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static Hash proofHash(int saltLength, String customerId, long sequence, String balance, Hash previous) {
        return ProofHash.of(new byte[saltLength], "t", customerId, sequence, 0, Amount.parse(balance), SOME, previous);
    }

    @Test
    void proofHash_outsideItsRanges_isRefused() {
        assertThat(proofHash(16, "x".repeat(0xffff), 1, "0", Hash.ZERO)).isNotEqualTo(Hash.ZERO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proofHash(15, "c", 1, "0", Hash.ZERO))
                .withMessage("A salt has 16 bytes, but 15 were given.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proofHash(16, "c", 0, "0", Hash.ZERO))
                .withMessage("A sequence starts at 1, but 0 was given.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proofHash(16, "c", 1, "0", SOME))
                .withMessageContaining("no preceding proof hash");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proofHash(16, "x".repeat(0x10000), 1, "0", Hash.ZERO))
                .withMessage("customerId may have at most 65535 bytes as UTF-8, but this one has 65536.");
        assertThatExceptionOfType(AmountException.class).isThrownBy(() -> proofHash(16, "c", 1, "1e20", Hash.ZERO));
    }

    @Test
    void proofHash_movesWithEveryInput() {
        Hash base = ProofHash.of(new byte[16], "t", "c", 2, 3, Amount.of(4), SOME, SOME);
        byte[] salt = new byte[16];
        salt[15] = 1;
        Hash other = Hash.parse("0x" + "22".repeat(32));
        assertThat(new Hash[] {
                    base,
                    ProofHash.of(salt, "t", "c", 2, 3, Amount.of(4), SOME, SOME),
                    ProofHash.of(new byte[16], "tc", "", 2, 3, Amount.of(4), SOME, SOME),
                    ProofHash.of(new byte[16], "", "tc", 2, 3, Amount.of(4), SOME, SOME),
                    ProofHash.of(new byte[16], "t", "c", 3, 3, Amount.of(4), SOME, SOME),
                    ProofHash.of(new byte[16], "t", "c", 2, -3, Amount.of(4), SOME, SOME),
                    ProofHash.of(new byte[16], "t", "c", 2, 3, Amount.of(-4), SOME, SOME),
                    ProofHash.of(new byte[16], "t", "c", 2, 3, Amount.of(4), other, SOME),
                    ProofHash.of(new byte[16], "t", "c", 2, 3, Amount.of(4), SOME, other)
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void contentHash_withOwnScratch_forgetsWhatTheScratchHeld() {
        DeltaItem item = new DeltaItem("c", Amount.of(1), "r", null, null, null, Instant.EPOCH);
        ByteSink scratch = new ByteSink(0).ascii("left over");
        assertThat(ContentHash.of(item, scratch)).isEqualTo(ContentHash.of(item));
        assertThat(ContentHash.of(item, scratch)).isEqualTo(ContentHash.of(item));
    }

    @Test
    void adjusts_namesExactlyOneRecord() {
        assertThat(Adjusts.byRecordId("r_1").recordId()).isEqualTo("r_1");
        assertThat(Adjusts.byReferenceId("x").referenceId()).isEqualTo("x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Adjusts(null, null))
                .withMessage("adjusts must name exactly one of recordId and referenceId, but it names neither.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Adjusts("a", "b"))
                .withMessage("adjusts must name exactly one of recordId and referenceId, but it names both.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 34})
    void logEntry_ofAnotherLength_isRefused(int length) {
        byte[] entry = new byte[length];
        if (length > 0) {
            entry[0] = LogEntry.TYPE_DELTA;
        }
        assertThatIllegalArgumentException().isThrownBy(() -> LogEntry.proofHashOfDelta(entry));
    }

    @Test
    void logEntry_ofAnotherType_isRefused() {
        byte[] entry = LogEntry.delta(SOME);
        entry[0] = 2;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogEntry.proofHashOfDelta(entry))
                .withMessage(
                        "The entry of a delta has 33 bytes and starts with 0x01, but this one has 33 bytes and starts with 0x02.");
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
        "2024-02-29T23:59:59.999999999Z, 2024-02-29T23:59:59.999Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999Z",
        "1969-12-31T23:59:59.000000001Z, 1969-12-31T23:59:59.000Z",
        "2100-03-01T00:00:00Z, 2100-03-01T00:00:00.000Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"
    })
    void utcText_hasThreeFractionDigits_cutTowardsThePast(String instant, String text) {
        assertThat(UtcText.of(Instant.parse(instant))).isEqualTo(text);
    }

    @Property(tries = 5000)
    void utcText_agreesWithTheRuntime(
            @ForAll @LongRange(min = UtcText.MILLIS_MIN, max = UtcText.MILLIS_MAX) long millis) {
        assertThat(UtcText.of(millis)).isEqualTo(UTC.format(Instant.ofEpochMilli(millis)));
    }

    @Test
    void utcText_ofEveryDayOf800Years_agreesWithTheRuntime() {
        for (long millis = -12_622_780_800_000L; millis < 12_622_780_800_000L; millis += 86_400_000) {
            assertThat(UtcText.of(millis)).isEqualTo(UTC.format(Instant.ofEpochMilli(millis)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {UtcText.MILLIS_MIN - 1, UtcText.MILLIS_MAX + 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void utcText_ofOtherYears_isRefused(long millis) {
        assertThatIllegalArgumentException().isThrownBy(() -> UtcText.of(millis));
    }
}
