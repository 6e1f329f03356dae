package dev.tallystick.server.http;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them, in UTC and in English. Stateless. */
final class UtcWords {
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu '(UTC)'", Locale.ENGLISH);
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss.SSS 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private UtcWords() {}

    /** An instant, milliseconds since the epoch: {@code 1 February 2026, 09:30:00.000 UTC}. */
    static String instant(long epochMillis) {
        return INSTANT.format(Instant.ofEpochMilli(epochMillis));
    }

    /** A period, {@code 2026-02}, as {@code February 2026 (UTC)}. */
    static String month(String period) {
        return MONTH.format(YearMonth.parse(period));
    }
}
