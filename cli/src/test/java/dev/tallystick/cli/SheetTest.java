package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Replies as tables for people. */
class SheetTest {
    private static String sheet(String json) {
        return Sheet.text(JsonReader.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String delta(int number, String more) {
        return "{\"recordId\":\"r_000000000" + number
                + "\",\"status\":\"VERIFIED\",\"customerId\":\"acme\",\"delta\":-1000.25,"
                + "\"reason\":\"usage of the branch in the south\",\"referenceId\":\"invoice-2026-02-of-the-south-00"
                + number
                + "\",\"sequenceNumber\":\"" + number + "\",\"recordedAt\":\"2026-11-25T08:59:13.156Z\","
                + "\"balance\":-99999999.5,\"idempotent\":false" + more + "}";
    }

    @Test
    void recordsFitALine_andTellWhatTheyBelongTo() {
        String sheet = sheet("{\"customerId\":\"acme\",\"deltas\":[" + delta(1, ",\"netDelta\":-1000") + ","
                + delta(2, ",\"adjustsRecordId\":\"r_0000000001\"") + "," + delta(3, ",\"belongsTo\":\"2026-10\"")
                + "]}");
        assertThat(sheet.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(sheet)
                .contains("\ndeltas\n  record        recorded (UTC) ")
                .containsPattern(
                        "r_0000000001  2026-11-25 08:59 +-1000.25 +-99999999.50 +usage\\.\\.\\.\\S* +invoi\\S* +net -1000\n")
                .containsPattern("r_0000000002 .* r_0000000001\n")
                .containsPattern("r_0000000003 .* 2026-10\n");
    }

    @Test
    void longTextsLoseTheirMiddle_andItIsSaid() {
        String sheet = sheet("{\"countersignatures\":[{\"keyId\":\"ckey_0123456789ab\",\"customerKey\":\"acme+6a1b2c3d+"
                + "A".repeat(44) + "\",\"signature\":\"" + "B".repeat(86)
                + "==\",\"signedAt\":\"2026-11-25T08:59:13.156Z\"}]}");
        assertThat(sheet.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(sheet)
                .contains("ckey_0123456789ab", "acme+6a", "...", "2026-11-25T08:59:13.156Z")
                .endsWith("Shortened to fit the line; --json has all of it.\n");
    }

    @Test
    void whatCannotFitIsLeftWhole_andIdsAlways() {
        String wide = "A".repeat(30);
        String many = IntStream.range(0, 8)
                .mapToObj(i -> "\"column" + i + "\":\"" + wide + "\"")
                .collect(Collectors.joining(","));
        assertThat(sheet("{\"rows\":[{" + many + "}]}")).contains(wide).doesNotContain("...");
        String two = "{\"rows\":[{\"id\":\"webhook_0jwyy69m2y4p\",\"url\":\"https://example.com/" + "u".repeat(100)
                + "\"}]}";
        assertThat(sheet(two)).contains("webhook_0jwyy69m2y4p  https://", "...");
    }

    @Test
    void columnsOfNothingAreLeftOut_andMidnightsAreDays() {
        String sheet =
                sheet("{\"breakdown\":[{\"start\":\"2026-11-01T00:00:00.000Z\",\"end\":\"2026-11-02T00:00:00.000Z\","
                        + "\"count\":0,\"lastUsedAt\":null},{\"start\":\"2026-11-02T00:00:00.000Z\",\"end\":\"2026-11-02T12:00:00.000Z\","
                        + "\"count\":3,\"lastUsedAt\":null}]}");
        assertThat(sheet).isEqualTo("""

                        breakdown
                        start       end                       count
                        2026-11-01  2026-11-02T00:00:00.000Z  0
                        2026-11-02  2026-11-02T12:00:00.000Z  3
                        """);
    }
}
