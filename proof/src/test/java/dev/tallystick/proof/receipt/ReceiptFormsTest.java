package dev.tallystick.proof.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.receipt.StepResult.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that can be written in more than one way, and where each kind of value ends: docs/formats/receipt.md, section 1. */
class ReceiptFormsTest {
    private static List<Step> failing(String text) {
        return ReceiptVerifier.verify(text.getBytes(StandardCharsets.UTF_8), ReceiptFiles.everybody()).steps().stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .map(StepResult::step)
                .toList();
    }

    private static String changed(String file, String from, String to) {
        String text = ReceiptFiles.text(ReceiptFiles.file(file));
        assertThat(text).contains(from);
        return text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
    }

    @ParameterizedTest
    @CsvSource({"3.0", "30e-1", "0.3E+1", "3.000000000000000000000000000"})
    void wholeNumber_countsByItsValue(String three) {
        assertThat(failing(changed("checkpoint.json", "\"count\":3,", "\"count\":" + three + ",")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-0", "0.00", "0e99999999999999999999", "-0e-99999999999999999999"})
    void zero_too(String zero) {
        assertThat(failing(changed("empty-window.json", "\"count\":0,", "\"count\":" + zero + ",")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3.5", "-3", "\"3\"", "9223372036854775808", "1e99999999999999999999", "03", "3."})
    void otherNumber_isNotWhole(String number) {
        assertThat(failing(changed("checkpoint.json", "\"count\":3,", "\"count\":" + number + ",")))
                .containsExactly(Step.PARSE);
    }

    // signedAt is proved by nothing, so a time that is one lets every step pass.
    @ParameterizedTest
    @CsvSource({
        "0000-02-29T00:00:00.000Z, true",
        "1969-12-31T23:59:59.999Z, true",
        "9999-12-31T23:59:59.999Z, true",
        "0001-02-29T00:00:00.000Z, false",
        "2026-01-01T23:59:60.000Z, false",
        "2026-01-01T23:60:00.000Z, false",
        "2026-01-01T24:00:00.000Z, false",
    })
    void times(String time, boolean isOne) {
        String text = ReceiptFiles.text(ReceiptFiles.file("checkpoint.json"))
                .replaceFirst("\"signedAt\":\"[^\"]*\"", "\"signedAt\":\"" + time + "\"");
        assertThat(failing(text)).isEqualTo(isOne ? List.of() : List.of(Step.PARSE));
    }

    // The record is at depth 3, its content at 4, metadata at 5.
    @Test
    void nesting_isCountedFromTheFile() {
        for (int depth : new int[] {40, 41}) {
            int inner = depth - 5;
            String metadata = "\"metadata\":{\"a\":" + "[".repeat(inner) + "]".repeat(inner) + ",";
            assertThat(failing(changed("checkpoint.json", "\"metadata\":{", metadata)))
                    .containsExactly(depth == 40 ? Step.CONTENT_HASHES : Step.PARSE);
        }
    }

    @Test
    void oneCountersignatureTwice_isTaken() {
        String text = ReceiptFiles.text(ReceiptFiles.file("checkpoint.json"));
        int from = text.indexOf("{\"customerKey\"");
        String one = text.substring(from, text.indexOf("}", from) + 1);
        assertThat(failing(text.replace(one, one + "," + one))).isEmpty();
    }
}
