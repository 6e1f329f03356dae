package dev.tallystick.proof.record;

import dev.tallystick.proof.bytes.ByteSink;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Points in time as text: ISO 8601 in UTC with exactly three fraction digits, {@code 2026-03-01T09:30:00.000Z}, always
 * 24 characters, for the years 0000 to 9999. Stateless.
 */
public final class UtcText {
    /** Earliest time with such a text, in milliseconds since 1970-01-01T00:00:00Z: the start of the year 0000. */
    public static final long MILLIS_MIN = -62_167_219_200_000L;

    /** Latest time with such a text, in milliseconds since 1970-01-01T00:00:00Z: the end of the year 9999. */
    public static final long MILLIS_MAX = 253_402_300_799_999L;

    private static final int CAPACITY = 24;
    private static final int MILLIS_PER_DAY = 86_400_000;
    private static final int DAYS_PER_400_YEARS = 146_097;
    // From 0000-03-01 to 1970-01-01: counting years from March puts the leap day last.
    private static final int DAYS_TO_EPOCH = 719_468;

    private UtcText() {}

    /** Returns the text of an instant; anything finer than a millisecond is cut off, towards the past. */
    public static String of(Instant instant) {
        return of(instant.toEpochMilli());
    }

    /**
     * Returns the text of a time in milliseconds since 1970-01-01T00:00:00Z.
     *
     * @throws IllegalArgumentException if the year is not 0000 to 9999
     */
    public static String of(long epochMillis) {
        ByteSink sink = new ByteSink(CAPACITY);
        write(epochMillis, sink);
        return new String(sink.array(), 0, sink.length(), StandardCharsets.ISO_8859_1);
    }

    /**
     * Appends the text of a time in milliseconds since 1970-01-01T00:00:00Z.
     *
     * @throws IllegalArgumentException if the year is not 0000 to 9999
     */
    public static void write(long epochMillis, ByteSink sink) {
        if (epochMillis < MILLIS_MIN || epochMillis > MILLIS_MAX) {
            throw new IllegalArgumentException(
                    "A time must lie in the years 0000 to 9999, but " + epochMillis + " ms since 1970 does not.");
        }
        writeDate((int) Math.floorDiv(epochMillis, MILLIS_PER_DAY), sink);
        int ofDay = Math.floorMod(epochMillis, MILLIS_PER_DAY);
        sink.u8('T');
        digits(ofDay / 3_600_000, 2, sink);
        sink.u8(':');
        digits(ofDay / 60_000 % 60, 2, sink);
        sink.u8(':');
        digits(ofDay / 1000 % 60, 2, sink);
        sink.u8('.');
        digits(ofDay % 1000, 3, sink);
        sink.u8('Z');
    }

    /**
     * Reads a text in exactly this form.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z
     * @throws IllegalArgumentException for any other text, a day that its month does not have, or an hour of 24
     */
    public static long parse(String text) {
        if (text.length() == CAPACITY) {
            int day = epochDay(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
            long ofDay = number(text, 11, 2) * 3_600_000L
                    + number(text, 14, 2) * 60_000L
                    + number(text, 17, 2) * 1000L
                    + number(text, 20, 3);
            long millis = (long) day * MILLIS_PER_DAY + ofDay;
            // Writing it again checks the separators and every range at once.
            if (millis >= MILLIS_MIN && millis <= MILLIS_MAX && of(millis).equals(text)) {
                return millis;
            }
        }
        throw new IllegalArgumentException(
                "A time must be in UTC as in 2026-03-01T09:30:00.000Z, but '" + text + "' is not.");
    }

    // Characters that are no digits give some number; the comparison in parse then fails.
    private static int number(String text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            value = value * 10 + Math.clamp(text.charAt(i) - '0', 0, 9);
        }
        return value;
    }

    // Howard Hinnant's days_from_civil, from the same page as the other direction below.
    private static int epochDay(int year, int month, int day) {
        int fromMarch = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(fromMarch, 400);
        int yearOfEra = Math.floorMod(fromMarch, 400);
        int ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int ofEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear;
        return era * DAYS_PER_400_YEARS + ofEra - DAYS_TO_EPOCH;
    }

    // Howard Hinnant's civil_from_days (chrono-Compatible Low-Level Date Algorithms), without its shortcuts for signs.
    private static void writeDate(int epochDay, ByteSink sink) {
        int day = epochDay + DAYS_TO_EPOCH;
        int era = Math.floorDiv(day, DAYS_PER_400_YEARS);
        int ofEra = Math.floorMod(day, DAYS_PER_400_YEARS);
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * ofYear + 2) / 153;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        digits(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4, sink);
        sink.u8('-');
        digits(month, 2, sink);
        sink.u8('-');
        digits(ofYear - (153 * monthFromMarch + 2) / 5 + 1, 2, sink);
    }

    private static void digits(int value, int count, ByteSink sink) {
        int divisor = count == 4 ? 1000 : count == 3 ? 100 : 10;
        for (int rest = value; divisor > 0; rest %= divisor, divisor /= 10) {
            sink.u8('0' + rest / divisor);
        }
    }
}
