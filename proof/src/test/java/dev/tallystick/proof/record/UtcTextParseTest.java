package dev.tallystick.proof.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTextParseTest {
    @Property
    void writtenTime_comesBack(@ForAll @LongRange(min = UtcText.MILLIS_MIN, max = UtcText.MILLIS_MAX) long millis) {
        String text = UtcText.of(millis);
        assertThat(UtcText.parse(text)).isEqualTo(millis);
        assertThat(Instant.parse(text).toEpochMilli()).isEqualTo(millis);
    }

    @Property
    void anyText_isReadOrRefused(@ForAll String text) {
        try {
            assertThat(UtcText.of(UtcText.parse(text))).isEqualTo(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("A time must be in UTC");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-03-01T09:30:00Z",
                "2026-03-01T09:30:00.0000Z",
                "2026-03-01t09:30:00.000Z",
                "2026-03-01T09:30:00.000z",
                "2026-03-01T09:30:00,000Z",
                "2026-03-01 09:30:00.000Z",
                "2026-02-29T09:30:00.000Z",
                "2026-00-01T09:30:00.000Z",
                "2026-13-01T09:30:00.000Z",
                "2026-01-00T09:30:00.000Z",
                "2026-01-32T09:30:00.000Z",
                "2026-01-01T24:00:00.000Z",
                "2026-01-01T23:60:00.000Z",
                "2026-01-01T23:59:60.000Z",
                "2026-01-01T23:59:59.00aZ",
                "-026-01-01T23:59:59.000Z",
                "\u0662026-01-01T23:59:59.000Z"
            })
    void otherSpelling_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> UtcText.parse(text));
    }
}
