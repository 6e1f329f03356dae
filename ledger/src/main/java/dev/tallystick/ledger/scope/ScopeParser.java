package dev.tallystick.ledger.scope;

import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.proof.record.UtcText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Turns the scope fields of a request into a scope, or refuses them: first two ways of naming a scope at once, then
 * fields that say nothing sensible, then a scope that is too wide. Stateless.
 */
public final class ScopeParser {
    private static final YearMonth FIRST_MONTH = YearMonth.of(1, 1);
    /** The last month whose end still has a four-digit year. */
    private static final YearMonth LAST_MONTH = YearMonth.of(9999, 11);

    private static final int PERIOD_LENGTH = 7;
    private static final String MODES =
            " Send one of: period; timePreset current_month; startDate with endDate; or nothing for this month.";

    private ScopeParser() {}

    /**
     * Reads the scope.
     *
     * @param now milliseconds since the epoch; without any field, the scope is the UTC month this lies in
     * @param scopeMonthsMax widest scope in calendar months, at least 1
     * @throws RefusedException {@code INVALID_SCOPE_COMBINATION}, {@code VALIDATION_ERROR} or {@code SCOPE_TOO_WIDE},
     *     each naming its {@code field}
     */
    public static Scope parse(ScopeRequest request, long now, int scopeMonthsMax) {
        requireOneMode(request);
        if (request.startsAtCheckpoint()) {
            throw ScopeRefusals.sentence(
                    request.startingCheckpoint() != null ? "startingCheckpoint" : "startingCheckpointType",
                    "A starting checkpoint has no place here. Leave startingCheckpoint and startingCheckpointType out and"
                            + " name a period or dates.");
        }
        String period = request.period();
        if (period != null) {
            return month(period);
        }
        String preset = request.timePreset();
        if (preset != null && !preset.equals("current_month") && !preset.equals("custom")) {
            throw ScopeRefusals.invalid("timePreset", "current_month or custom", preset);
        }
        String start = request.startDate();
        String end = request.endDate();
        if (start == null && end == null) {
            if ("custom".equals(preset)) {
                throw ScopeRefusals.sentence(
                        "startDate", "timePreset custom needs startDate and endDate, but both are missing.");
            }
            return month(YearMonth.from(Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC)));
        }
        if (start == null || end == null) {
            String missing = start == null ? "startDate" : "endDate";
            throw ScopeRefusals.sentence(
                    missing, "startDate and endDate belong together, but " + missing + " is missing. Send it as well.");
        }
        return window(UtcInstant.parse("startDate", start), UtcInstant.parse("endDate", end), scopeMonthsMax);
    }

    static void requireOneMode(ScopeRequest request) {
        String preset = request.timePreset();
        String date = firstGiven("startDate", request.startDate(), "endDate", request.endDate());
        String checkpoint = firstGiven(
                "startingCheckpoint",
                request.startingCheckpoint(),
                "startingCheckpointType",
                request.startingCheckpointType());
        String presetOrDate = preset != null ? "timePreset" : date;
        String time = request.period() != null ? "period" : presetOrDate;
        if (checkpoint != null && time != null) {
            throw ScopeRefusals.combination(
                    checkpoint,
                    checkpoint + " cannot be combined with " + time
                            + ", as both say which records are meant. Send one of them.");
        }
        if (request.period() != null && presetOrDate != null) {
            throw ScopeRefusals.combination(
                    presetOrDate, "period cannot be combined with " + presetOrDate + "." + MODES);
        }
        if ("current_month".equals(preset) && date != null) {
            throw ScopeRefusals.combination(
                    date, "timePreset current_month cannot be combined with " + date + "." + MODES);
        }
    }

    private static @Nullable String firstGiven(
            String first, @Nullable String firstValue, String second, @Nullable String secondValue) {
        if (firstValue != null) {
            return first;
        }
        return secondValue != null ? second : null;
    }

    private static Scope window(long start, long end, int scopeMonthsMax) {
        String found = UtcText.of(start) + " to " + UtcText.of(end);
        if (end <= start) {
            throw ScopeRefusals.sentence(
                    "endDate",
                    "endDate must lie after startDate, but " + found
                            + " was sent. The end itself is not part of the scope.");
        }
        requireWidth(start, end, scopeMonthsMax);
        return new Scope(start, end, null);
    }

    static void requireWidth(long start, long end, int scopeMonthsMax) {
        LocalDateTime latestEnd = LocalDateTime.ofInstant(Instant.ofEpochMilli(start), ZoneOffset.UTC)
                .plusMonths(scopeMonthsMax);
        if (end > latestEnd.toInstant(ZoneOffset.UTC).toEpochMilli()) {
            throw ScopeRefusals.tooWide(UtcText.of(start) + " to " + UtcText.of(end), scopeMonthsMax);
        }
    }

    private static Scope month(String period) {
        try {
            YearMonth month = period.length() == PERIOD_LENGTH ? YearMonth.parse(period) : null;
            if (month != null && !month.isBefore(FIRST_MONTH) && !month.isAfter(LAST_MONTH)) {
                return month(month);
            }
        } catch (DateTimeException e) {
            // Refused below, like a text of another length.
        }
        throw ScopeRefusals.invalid("period", "a month from 0001-01 to 9999-11 such as 2026-02", period);
    }

    private static Scope month(YearMonth month) {
        return new Scope(startOf(month), startOf(month.plusMonths(1)), month.toString());
    }

    private static long startOf(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
