package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The line about a report; that about a receipt stands in the golden files of {@code samples/}. */
class AboutTest {
    private static final String FEBRUARY =
            "\"scope\":{\"startDate\":\"2026-02-01T00:00:00.000Z\",\"endDate\":\"2026-03-01T00:00:00.000Z\"},";
    private static final String TEN_DAYS =
            "\"scope\":{\"startDate\":\"2026-02-01T00:00:00.000Z\",\"endDate\":\"2026-02-11T08:00:00.000Z\"},";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            FEBRUARY "neutralBalance":"-3","discrepancyReport":{"yours":{"claimed":"-2"},"theirs":null,"explanations":[{"sentence":"One is missing."},{"sentence":"Two."}]} | acme, February 2026 (UTC): recorded -3, yours -2. One is missing.
            FEBRUARY "neutralBalance":"-3","discrepancyReport":{"yours":{"claimed":"-2"},"theirs":{"claimed":"-1"},"explanations":[]} | acme, February 2026 (UTC): recorded -3, yours -2, theirs -1.
            TEN_DAYS "neutralBalance":-3.5,"discrepancyReport":null | acme, from 2026-02-01 to before 2026-02-11T08:00:00.000Z (UTC): recorded -3.5, nothing differs.
            "scope":{"startDate":"then","endDate":"now"},"neutralBalance":"0","discrepancyReport":7 | acme, from then to before now: recorded 0, nothing differs.
            "scope":[],"discrepancyReport":{"yours":1,"explanations":[3]} | acme: recorded is not said.
            """)
    void aReportIsToldInOneLine(String members, String sentence) {
        String json = "{" + members.replace("FEBRUARY", FEBRUARY).replace("TEN_DAYS", TEN_DAYS) + "}";
        JsonObject report = (JsonObject) JsonReader.parse(json.getBytes(StandardCharsets.UTF_8));
        assertThat(About.of("acme", report)).isEqualTo("Customer " + sentence);
    }
}
