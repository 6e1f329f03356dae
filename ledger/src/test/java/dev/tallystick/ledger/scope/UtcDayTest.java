package dev.tallystick.ledger.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtcDayTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00.000Z, 1970-01-01",
        "1970-01-01T23:59:59.999Z, 1970-01-01",
        "1969-12-31T23:59:59.999Z, 1969-12-31",
        "2026-03-01T00:00:00.000Z, 2026-03-01",
        "2026-02-28T23:59:59.999Z, 2026-02-28",
    })
    void anInstantFallsInTheDayThatStartsAtOrBeforeIt(Instant instant, LocalDate day) {
        long number = UtcDay.of(instant.toEpochMilli());

        assertThat(number).isEqualTo(day.toEpochDay());
        assertThat(UtcDay.start(number))
                .isEqualTo(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
    }
}
