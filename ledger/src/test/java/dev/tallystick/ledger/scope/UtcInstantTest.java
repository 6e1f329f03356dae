package dev.tallystick.ledger.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.proof.record.UtcText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtcInstantTest {
    /** Eighteen hours, the widest offset java.time knows. */
    private static final int OFFSET_SECONDS = 18 * 3_600;

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-02-01                        | 2026-02-01T00:00:00.000Z | a bare date is midnight UTC
            2026-02-01T09:30Z                 | 2026-02-01T09:30:00.000Z | seconds may be left out
            2026-02-01T09:30:15Z              | 2026-02-01T09:30:15.000Z | as the Python client sends it
            2026-02-01T09:30:15.123Z          | 2026-02-01T09:30:15.123Z | as we write it
            2026-02-01t09:30:15.123z          | 2026-02-01T09:30:15.123Z | lower-case letters
            2026-02-01T09:30:15.5Z            | 2026-02-01T09:30:15.500Z | one fraction digit
            2026-02-01T09:30:15,25Z           | 2026-02-01T09:30:15.250Z | a comma, as ISO 8601 prefers
            2026-02-01T09:30:15.123999999999Z | 2026-02-01T09:30:15.123Z | finer than a millisecond is cut, not rounded
            1969-12-31T23:59:59.9999Z         | 1969-12-31T23:59:59.999Z | cut towards the past before 1970 as well
            2026-02-01T01:30:00+02:00         | 2026-01-31T23:30:00.000Z | ahead of UTC
            2026-02-01T01:30:00+0200          | 2026-01-31T23:30:00.000Z | without a colon
            2026-02-01T01:30:00+02            | 2026-01-31T23:30:00.000Z | whole hours
            2026-02-01T01:30-05:45            | 2026-02-01T07:15:00.000Z | behind UTC
            2026-02-01T01:30:00-00:00         | 2026-02-01T01:30:00.000Z | an unknown local offset
            2024-02-29                        | 2024-02-29T00:00:00.000Z | a leap day
            0001-01-01                        | 0001-01-01T00:00:00.000Z | the earliest
            9999-12-31T23:59:59.999Z          | 9999-12-31T23:59:59.999Z | the latest
            """)
    void parse_reads(String text, String expected, String why) {
        assertThat(UtcText.of(UtcInstant.parse("startDate", text))).as(why).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                         | such as 2026-02-01T09:30:00Z | nothing
            yesterday                  | such as 2026-02-01T09:30:00Z | words
            2026-2-1                   | such as 2026-02-01T09:30:00Z | single digits
            20260201                   | such as 2026-02-01T09:30:00Z | the basic format
            2026-02-01T                | such as 2026-02-01T09:30:00Z | no time after the T
            2026-02-01 09:30:00Z       | such as 2026-02-01T09:30:00Z | a space for the T
            2026-02-01T09Z             | such as 2026-02-01T09:30:00Z | no minutes
            2026-02-01T09:30:00.Z      | such as 2026-02-01T09:30:00Z | a point without a fraction
            2026-02-01T09:30:00ZZ      | such as 2026-02-01T09:30:00Z | something after the end
            2026-02-01T09:30:00+02:0   | such as 2026-02-01T09:30:00Z | half an offset
            2026-02-01T09:30:00+02:    | such as 2026-02-01T09:30:00Z | a colon without minutes
            2026-02-01T09:30:00+02:00Z | such as 2026-02-01T09:30:00Z | two offsets
            ２０２６-02-01              | such as 2026-02-01T09:30:00Z | digits of another script
            +2026-02-01                | such as 2026-02-01T09:30:00Z | a signed year
            2026-02-01T09:30:00        | add Z for UTC                | whose time of day?
            2026-02-30                 | a day of the calendar        | no such day
            2023-02-29                 | a day of the calendar        | no leap year
            2026-13-01                 | a day of the calendar        | no such month
            2026-00-10                 | a day of the calendar        | no such month
            2026-02-00                 | a day of the calendar        | no such day
            2026-02-01T24:00:00Z       | from 00:00:00 to 23:59:59    | say the next day's midnight
            2026-02-01T12:60:00Z       | from 00:00:00 to 23:59:59    | no such minute
            2026-02-01T12:00:61Z       | from 00:00:00 to 23:59:59    | no such second
            2016-12-31T23:59:60Z       | leap seconds are not kept    | a real leap second
            2026-02-01T12:00:00+24:00  | an offset of less than 24    | no such offset
            2026-02-01T12:00:00+02:60  | an offset of less than 24    | no such offset
            0000-12-31                 | the years 0001 to 9999       | before the first year
            0001-01-01T00:00:00+00:01  | the years 0001 to 9999       | a minute too early in UTC
            9999-12-31T23:59:59-00:01  | the years 0001 to 9999       | a minute too late in UTC
            """)
    void parse_refuses(String text, String says, String why) {
        Refusal refusal = Refusals.of(() -> UtcInstant.parse("endDate", text));
        assertThat(refusal.code()).as(why).isEqualTo(RefusalCode.VALIDATION_ERROR);
        assertThat(refusal.details()).containsExactly(entry("field", "endDate"));
        assertThat(refusal.message())
                .startsWith("endDate must be ")
                .contains(says)
                .contains(text.isEmpty() ? "but an empty text was sent." : "but '" + text + "' was sent.");
    }

    @ParameterizedTest
    @CsvSource({"1000000", "65"})
    void parse_refusesALongText_withoutRepeatingIt(int length) {
        Refusal refusal = Refusals.of(() -> UtcInstant.parse("endDate", "2".repeat(length)));
        assertThat(refusal.message()).hasSizeLessThan(200).contains("'" + "2".repeat(40) + "...'");
    }

    @Property
    void parse_readsWhatUtcTextWrites(
            @ForAll @LongRange(min = UtcInstant.MILLIS_MIN, max = UtcInstant.MILLIS_MAX) long millis) {
        assertThat(UtcInstant.parse("at", UtcText.of(millis))).isEqualTo(millis);
        assertThat(Instant.parse(UtcText.of(millis)).toEpochMilli()).isEqualTo(millis);
    }

    @Property
    void parse_agreesWithJavaTime(
            @ForAll @LongRange(min = -62_135_000_000L, max = 253_402_000_000L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano,
            @ForAll @IntRange(min = -OFFSET_SECONDS / 60, max = OFFSET_SECONDS / 60) int offsetMinutes) {
        OffsetDateTime time =
                Instant.ofEpochSecond(second, nano).atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
        assertThat(UtcInstant.parse("at", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)))
                .isEqualTo(time.toInstant().toEpochMilli());
    }

    @Property
    void parse_readsEveryDate(@ForAll @LongRange(min = -719_162, max = 2_932_896) long epochDay) {
        assertThat(UtcInstant.parse("at", LocalDate.ofEpochDay(epochDay).toString()))
                .isEqualTo(epochDay * 86_400_000L);
    }

    @Property
    void parse_answersOrRefuses_whateverIsSent(@ForAll String text) {
        try {
            assertThat(UtcInstant.parse("at", text)).isBetween(UtcInstant.MILLIS_MIN, UtcInstant.MILLIS_MAX);
        } catch (RefusedException refused) {
            assertThat(refused.refusal().code()).isEqualTo(RefusalCode.VALIDATION_ERROR);
        }
    }

    @Property
    void parse_answersOrRefuses_nearTimes(
            @ForAll @LongRange(min = UtcInstant.MILLIS_MIN, max = UtcInstant.MILLIS_MAX) long millis,
            @ForAll @IntRange(max = 23) int at,
            @ForAll char with) {
        StringBuilder text = new StringBuilder(UtcText.of(millis));
        text.setCharAt(at, with);
        parse_answersOrRefuses_whateverIsSent(text.toString());
    }
}
