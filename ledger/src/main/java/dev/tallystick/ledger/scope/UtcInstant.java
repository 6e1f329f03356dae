package dev.tallystick.ledger.scope;

import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.proof.record.UtcText;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads points in time that clients send; {@link UtcText} writes them. The calendar is the proleptic Gregorian one of
 * ISO 8601. Stateless.
 */
public final class UtcInstant {
    /** The first instant of the year 0001, in milliseconds since 1970-01-01T00:00:00Z. */
    public static final long MILLIS_MIN = -62_135_596_800_000L;

    /** The last instant of the year 9999, in milliseconds since 1970-01-01T00:00:00Z. */
    public static final long MILLIS_MAX = UtcText.MILLIS_MAX;

    private static final int DATE_LENGTH = 10;
    /** Room for far more fraction digits than any clock has; a longer text is no time. */
    private static final int LENGTH_MAX = 64;

    private static final int MILLIS_PER_SECOND = 1_000;
    private static final int MILLIS_PER_MINUTE = 60_000;
    private static final int MILLIS_PER_HOUR = 3_600_000;

    private final String field;
    private final String text;
    private int at;

    private UtcInstant(String field, String text) {
        this.field = field;
        this.text = text;
    }

    /**
     * Reads a date and time with an offset, or a bare date for its midnight UTC: {@code 2026-02-01},
     * {@code 2026-02-01T09:30Z}, {@code 2026-02-01t11:30:00.25+0200}. Seconds may be left out; the fraction follows a
     * point or comma; the offset is {@code Z}, {@code +02:00}, {@code +0200} or {@code +02}.
     *
     * @param field what a refusal calls it
     * @return milliseconds since 1970-01-01T00:00:00Z, {@link #MILLIS_MIN} to {@link #MILLIS_MAX}; anything finer is
     *     cut off, towards the past
     * @throws RefusedException {@code VALIDATION_ERROR}: no such time (a leap second {@code :60} and {@code 24:00}
     *     among them), no offset, or outside the years 0001 to 9999 in UTC
     */
    public static long parse(String field, String text) {
        return new UtcInstant(field, text).parse();
    }

    private long parse() {
        if (text.length() > LENGTH_MAX) {
            throw malformed();
        }
        long millis = UtcDay.start(date());
        if (text.length() > DATE_LENGTH) {
            if (!take('T') && !take('t')) {
                throw malformed();
            }
            millis += time();
            millis -= offset();
        }
        if (at != text.length()) {
            throw malformed();
        }
        if (millis < MILLIS_MIN || millis > MILLIS_MAX) {
            throw ScopeRefusals.invalid(field, "a time in the years 0001 to 9999", text);
        }
        return millis;
    }

    private long date() {
        int year = number(4);
        require('-');
        int month = number(2);
        require('-');
        int day = number(2);
        if (month < 1
                || month > 12
                || day < 1
                || day > YearMonth.of(year, month).lengthOfMonth()) {
            throw ScopeRefusals.invalid(field, "a day of the calendar", text);
        }
        return LocalDate.of(year, month, day).toEpochDay();
    }

    private int time() {
        int hour = number(2);
        require(':');
        int minute = number(2);
        int second = 0;
        int fraction = 0;
        if (take(':')) {
            second = number(2);
            if (take('.') || take(',')) {
                fraction = fraction();
            }
        }
        if (second == 60) {
            throw ScopeRefusals.invalid(field, "a time with seconds from 00 to 59, as leap seconds are not kept", text);
        }
        if (hour > 23 || minute > 59 || second > 59) {
            throw ScopeRefusals.invalid(field, "a time of day from 00:00:00 to 23:59:59", text);
        }
        return hour * MILLIS_PER_HOUR + minute * MILLIS_PER_MINUTE + second * MILLIS_PER_SECOND + fraction;
    }

    /** Reads at least one digit and returns the first three as milliseconds. */
    private int fraction() {
        int millis = digit() * 100;
        int weight = 10;
        while (at < text.length() && isDigit(text.charAt(at))) {
            millis += digit() * weight;
            weight /= 10;
        }
        return millis;
    }

    private int offset() {
        if (at == text.length()) {
            throw ScopeRefusals.invalid(field, "a time with an offset, so add Z for UTC or one such as +02:00", text);
        }
        if (take('Z') || take('z')) {
            return 0;
        }
        int sign = take('-') ? -1 : 1;
        if (sign > 0) {
            require('+');
        }
        int hours = number(2);
        int minutes = take(':') || at < text.length() ? number(2) : 0;
        if (hours > 23 || minutes > 59) {
            throw ScopeRefusals.invalid(field, "a time with an offset of less than 24 hours", text);
        }
        return sign * (hours * MILLIS_PER_HOUR + minutes * MILLIS_PER_MINUTE);
    }

    private int number(int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            number = number * 10 + digit();
        }
        return number;
    }

    private int digit() {
        if (at < text.length() && isDigit(text.charAt(at))) {
            return text.charAt(at++) - '0';
        }
        throw malformed();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean take(char c) {
        boolean taken = at < text.length() && text.charAt(at) == c;
        if (taken) {
            at++;
        }
        return taken;
    }

    private void require(char c) {
        if (!take(c)) {
            throw malformed();
        }
    }

    private RefusedException malformed() {
        return ScopeRefusals.invalid(field, "a time such as 2026-02-01T09:30:00Z or a date such as 2026-02-01", text);
    }
}
