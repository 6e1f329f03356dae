package dev.tallystick.ledger.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GranularityTest {
    @ParameterizedTest(name = "{0} after {1}")
    @CsvSource({
        "DAY,   2026-02-28, 2026-03-01",
        "DAY,   1969-12-31, 1970-01-01",
        "WEEK,  2026-02-02, 2026-02-09", // a Monday
        "WEEK,  2026-02-03, 2026-02-09",
        "WEEK,  2026-02-08, 2026-02-09", // a Sunday
        "WEEK,  2025-12-31, 2026-01-05",
        "MONTH, 2026-02-01, 2026-03-01",
        "MONTH, 2024-02-29, 2024-03-01",
        "MONTH, 2026-12-31, 2027-01-01",
    })
    void nextStart_isTheFirstDayOfTheNextPart(Granularity granularity, LocalDate day, LocalDate next) {
        assertThat(LocalDate.ofEpochDay(granularity.nextStart(day.toEpochDay())))
                .isEqualTo(next);
    }

    @ParameterizedTest
    @EnumSource
    void parse_readsTheLabel(Granularity granularity) {
        assertThat(Granularity.parse(granularity.label())).isEqualTo(granularity);
    }

    @Test
    void parse_keepsNull() {
        assertThat(Granularity.parse(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DAY", "hour", "days"})
    void parse_refusesAnythingElse(String text) {
        Refusal refusal = Refusals.of(() -> Granularity.parse(text));
        assertThat(refusal.code()).isEqualTo(RefusalCode.VALIDATION_ERROR);
        assertThat(refusal.details()).containsEntry("field", "granularity");
        assertThat(refusal.message()).startsWith("granularity must be day, week or month, but ");
    }
}
