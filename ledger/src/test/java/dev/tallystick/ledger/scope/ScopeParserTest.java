package dev.tallystick.ledger.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.proof.record.UtcText;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeParserTest {
    private static final long NOW = Instant.parse("2026-02-17T12:00:00Z").toEpochMilli();
    private static final int MONTHS_MAX = 24;

    private static final String NOTHING = "-";

    private static Scope parse(String period, String preset, String start, String end, String checkpoint, String type) {
        ScopeRequest request = new ScopeRequest(
                given(period), given(preset), given(start), given(end), given(checkpoint), given(type));
        return ScopeParser.parse(request, NOW, MONTHS_MAX);
    }

    private static String given(String cell) {
        return cell.equals(NOTHING) ? null : cell;
    }

    @ParameterizedTest(name = "{7}")
    @CsvSource(delimiter = '|', textBlock = """
            -       | -             | -                    | -                         | 2026-02-01T00:00:00.000Z | 2026-03-01T00:00:00.000Z | 2026-02 | nothing: this month
            -       | current_month | -                    | -                         | 2026-02-01T00:00:00.000Z | 2026-03-01T00:00:00.000Z | 2026-02 | this month by name
            2025-12 | -             | -                    | -                         | 2025-12-01T00:00:00.000Z | 2026-01-01T00:00:00.000Z | 2025-12 | another month
            2024-02 | -             | -                    | -                         | 2024-02-01T00:00:00.000Z | 2024-03-01T00:00:00.000Z | 2024-02 | a leap month
            2027-01 | -             | -                    | -                         | 2027-01-01T00:00:00.000Z | 2027-02-01T00:00:00.000Z | 2027-01 | a month to come
            0001-01 | -             | -                    | -                         | 0001-01-01T00:00:00.000Z | 0001-02-01T00:00:00.000Z | 0001-01 | the first month
            9999-11 | -             | -                    | -                         | 9999-11-01T00:00:00.000Z | 9999-12-01T00:00:00.000Z | 9999-11 | the last month
            -       | -             | 2026-02-01           | 2026-02-08                | 2026-02-01T00:00:00.000Z | 2026-02-08T00:00:00.000Z | -       | dates alone
            -       | custom        | 2026-02-01T00:00:00Z | 2026-12-01T00:00:00Z      | 2026-02-01T00:00:00.000Z | 2026-12-01T00:00:00.000Z | -       | an end in the future
            -       | custom        | 2026-02-01           | 2026-02-08T01:00:00+02:00 | 2026-02-01T00:00:00.000Z | 2026-02-07T23:00:00.000Z | -       | an offset
            -       | -             | 2026-02-01           | 2026-02-01T00:00:00.001Z  | 2026-02-01T00:00:00.000Z | 2026-02-01T00:00:00.001Z | -       | the narrowest window
            -       | -             | 2026-02-01           | 2026-03-01                | 2026-02-01T00:00:00.000Z | 2026-03-01T00:00:00.000Z | -       | dates that happen to be a month
            -       | -             | 2024-02-17T06:00Z    | 2026-02-17T06:00Z         | 2024-02-17T06:00:00.000Z | 2026-02-17T06:00:00.000Z | -       | exactly as wide as allowed
            -       | -             | 2024-02-29           | 2026-02-28                | 2024-02-29T00:00:00.000Z | 2026-02-28T00:00:00.000Z | -       | 24 months from a leap day
            """)
    void parse_answers(
            String period, String preset, String from, String to, String start, String end, String echoed, String why) {
        Scope scope = parse(period, preset, from, to, NOTHING, NOTHING);
        assertThat(UtcText.of(scope.start())).as(why).isEqualTo(start);
        assertThat(UtcText.of(scope.end())).as(why).isEqualTo(end);
        assertThat(scope.period()).as(why).isEqualTo(given(echoed));
    }

    @ParameterizedTest(name = "{8}")
    @CsvSource(delimiter = '|', textBlock = """
            # two modes at once, whatever else is wrong with them
            2026-02 | current_month | -          | -          | -     | -         | INVALID_SCOPE_COMBINATION | timePreset             | a month and a preset
            2026-02 | custom        | -          | -          | -     | -         | INVALID_SCOPE_COMBINATION | timePreset             | a month and a custom window
            2026-02 | -             | 2026-02-01 | 2026-02-08 | -     | -         | INVALID_SCOPE_COMBINATION | startDate              | a month and dates
            2026-02 | -             | -          | 2026-02-08 | -     | -         | INVALID_SCOPE_COMBINATION | endDate                | a month and half a window
            -       | current_month | 2026-02-01 | 2026-02-08 | -     | -         | INVALID_SCOPE_COMBINATION | startDate              | this month and dates
            -       | current_month | -          | ''         | -     | -         | INVALID_SCOPE_COMBINATION | endDate                | an empty date counts as given
            2026-13 | nonsense      | x          | y          | -     | -         | INVALID_SCOPE_COMBINATION | timePreset             | nonsense in two modes
            2026-02 | -             | -          | -          | 0xabc | -         | INVALID_SCOPE_COMBINATION | startingCheckpoint     | a checkpoint and a month
            -       | custom        | -          | -          | 0xabc | proofRoot | INVALID_SCOPE_COMBINATION | startingCheckpoint     | a checkpoint and a preset
            -       | -             | 2026-02-01 | 2026-02-08 | 0xabc | -         | INVALID_SCOPE_COMBINATION | startingCheckpoint     | a checkpoint and dates
            2026-02 | -             | -          | -          | -     | proofRoot | INVALID_SCOPE_COMBINATION | startingCheckpointType | the checkpoint's type and a month
            # a later release
            -       | -             | -          | -          | 0xabc | proofRoot | VALIDATION_ERROR          | startingCheckpoint     | checkpoints are not there yet
            -       | -             | -          | -          | ''    | -         | VALIDATION_ERROR          | startingCheckpoint     | nor an empty one
            -       | -             | -          | -          | -     | recordId  | VALIDATION_ERROR          | startingCheckpointType | nor the type alone
            # months
            2026-00 | -             | -          | -          | -     | -         | VALIDATION_ERROR          | period                 | month zero
            2026-13 | -             | -          | -          | -     | -         | VALIDATION_ERROR          | period                 | month thirteen
            2026-2  | -             | -          | -          | -     | -         | VALIDATION_ERROR          | period                 | one digit
            26-02   | -             | -          | -          | -     | -         | VALIDATION_ERROR          | period                 | a short year
            2026/02 | -             | -          | -          | -     | -         | VALIDATION_ERROR          | period                 | a slash
            2026-02-01 | -          | -          | -          | -     | -         | VALIDATION_ERROR          | period                 | a day
            ''      | -             | -          | -          | -     | -         | VALIDATION_ERROR          | period                 | an empty month
            0000-12 | -             | -          | -          | -     | -         | VALIDATION_ERROR          | period                 | before the first year
            9999-12 | -             | -          | -          | -     | -         | VALIDATION_ERROR          | period                 | ends in the year 10000
            # presets
            -       | last_month    | -          | -          | -     | -         | VALIDATION_ERROR          | timePreset             | an unknown preset
            -       | ''            | -          | -          | -     | -         | VALIDATION_ERROR          | timePreset             | an empty preset
            -       | Current_Month | -          | -          | -     | -         | VALIDATION_ERROR          | timePreset             | capitals
            -       | custom        | -          | -          | -     | -         | VALIDATION_ERROR          | startDate              | a custom window without dates
            # windows
            -       | custom        | 2026-02-01 | -          | -     | -         | VALIDATION_ERROR          | endDate                | no end
            -       | -             | 2026-02-01 | -          | -     | -         | VALIDATION_ERROR          | endDate                | no end, no preset
            -       | -             | -          | 2026-02-08 | -     | -         | VALIDATION_ERROR          | startDate              | no start
            -       | -             | 2026-02-30 | 2026-03-08 | -     | -         | VALIDATION_ERROR          | startDate              | no such day
            -       | -             | 2026-02-01 | soon       | -     | -         | VALIDATION_ERROR          | endDate                | no time at all
            -       | -             | ''         | 2026-02-08 | -     | -         | VALIDATION_ERROR          | startDate              | an empty start
            -       | -             | 2026-02-08 | 2026-02-08 | -     | -         | VALIDATION_ERROR          | endDate                | an empty window
            -       | -             | 2026-02-08 | 2026-02-01 | -     | -         | VALIDATION_ERROR          | endDate                | back to front
            -       | -             | 2026-02-08 | 2026-02-08T01:00+01:00 | - | - | VALIDATION_ERROR          | endDate                | the same instant with an offset
            # width
            -       | -             | 2024-02-17T06:00Z | 2026-02-17T06:00:00.001Z | - | - | SCOPE_TOO_WIDE | endDate               | a millisecond too wide
            -       | custom        | 2024-02-29 | 2026-03-01 | -     | -         | SCOPE_TOO_WIDE            | endDate                | a day more than 24 months
            -       | -             | 2020-01-01 | 2026-01-01 | -     | -         | SCOPE_TOO_WIDE            | endDate                | six years
            -       | -             | 0001-01-01 | 9999-12-31 | -     | -         | SCOPE_TOO_WIDE            | endDate                | all of time
            """)
    void parse_refuses(
            String period,
            String preset,
            String start,
            String end,
            String checkpoint,
            String type,
            RefusalCode code,
            String field,
            String why) {
        Refusal refusal = Refusals.of(() -> parse(period, preset, start, end, checkpoint, type));
        assertThat(refusal.code()).as(why).isEqualTo(code);
        assertThat(refusal.details()).as(why).containsEntry("field", field);
        assertThat(refusal.message())
                .as(why)
                .contains(field.equals("endDate") ? "" : field)
                .endsWith(".");
    }

    @Test
    void parse_saysHowWideAScopeMayBe_andWhatWasAskedFor() {
        Refusal refusal = Refusals.of(
                () -> ScopeParser.parse(new ScopeRequest(null, null, "2026-01-01", "2026-02-02", null, null), NOW, 1));
        assertThat(refusal.details()).containsEntry("limit", "1");
        assertThat(refusal.message())
                .contains("at most 1 month wide", "2026-01-01T00:00:00.000Z to 2026-02-02T00:00:00.000Z");
    }

    @Property
    void parse_ofNothing_isTheMonthNowLiesIn(@ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long now) {
        Scope scope = ScopeParser.parse(ScopeRequest.NONE, now, MONTHS_MAX);
        YearMonth month = YearMonth.from(Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC));
        assertThat(scope.start()).isLessThanOrEqualTo(now);
        assertThat(scope.end()).isGreaterThan(now);
        assertThat(scope)
                .isEqualTo(ScopeParser.parse(
                        new ScopeRequest(month.toString(), null, null, null, null, null), 0, MONTHS_MAX));
    }

    @Test
    void aScope_isNeverEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Scope(5, 5, null));
    }
}
