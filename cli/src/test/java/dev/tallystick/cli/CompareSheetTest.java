package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a comparison looks like to the person who has to act on it. */
class CompareSheetTest {
    private static final String LONG = "invoice-2026-02-of-the-branch-in-the-south-000000003";

    private static String sheet(String members) {
        String json =
                "{\"customerId\":\"bolt\",\"neutralBalance\":-230.25,\"matchesYours\":false,\"matchesTheirs\":null,"
                        + "\"scope\":{\"startDate\":\"2026-11-01T00:00:00.000Z\",\"endDate\":\"2026-12-01T00:00:00.000Z\"},"
                        + members + "}";
        return new CompareSheet((JsonObject) JsonReader.parse(json.getBytes(StandardCharsets.UTF_8)), false).text();
    }

    private static String report(String windows, String explanations) {
        return "\"discrepancyReport\":{\"yours\":{\"claimed\":-1083.625,\"difference\":-853.375},\"theirs\":null,"
                + "\"windows\":[" + windows + "],\"explanations\":[" + explanations + "],"
                + "\"recommendation\":\"One of the two. " + "Many words to read here. ".repeat(9) + "\"}";
    }

    private static String window(String day, String recorded, String yours) {
        return "{\"start\":\"" + day + "T00:00:00.000Z\",\"end\":\"" + day + "T12:00:00.000Z\",\"neutralTotal\":"
                + recorded + ",\"yourTotal\":" + yours + ",\"diverges\":true}";
    }

    private static String records(String... items) {
        return "\"records\":{\"yours\":{\"claimedTotal\":-1083.625,\"recordedTotal\":-230.25,\"difference\":-853.375,"
                + "\"unlisted\":0,\"classes\":[{\"class\":\"duplicate\",\"count\":0,\"claimedTotal\":0,\"recordedTotal\":0,"
                + "\"difference\":0},{\"class\":\"missing_theirs\",\"count\":1,\"claimedTotal\":-1000.125,\"recordedTotal\":0,"
                + "\"difference\":-1000.125}],\"days\":[{\"date\":\"2026-11-25\",\"count\":2,\"difference\":-1000.125},"
                + "{\"date\":\"2026-11-26\",\"count\":1,\"difference\":146.75}],\"items\":[" + String.join(",", items)
                + "]},\"theirs\":null},";
    }

    private static final String[] ITEMS = {
        "{\"class\":\"amount_differs\",\"line\":3,\"referenceId\":\"" + LONG
                + "\",\"recordId\":\"r_0000000004\",\"date\":\"2026-11-25\",\"claimed\":-73,\"recorded\":-73.25}",
        "{\"class\":\"missing_theirs\",\"line\":4,\"referenceId\":\"zz\",\"recordId\":null,\"date\":\"2026-11-25\","
                + "\"claimed\":-1000.125,\"recorded\":null}"
    };

    @Test
    void everyLineFitsAPage_andAmountsStandUnderEachOther() {
        String sheet = sheet(records(ITEMS)
                + report(window("2026-11-25", "-157", "-1083.625") + "," + window("2026-11-26", "-73.25", "0"), ""));
        assertThat(sheet.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(sheet)
                .startsWith("Customer bolt, from 2026-11-01 to before 2026-12-01 (UTC), by time recorded\n")
                .contains("  recorded   -230.250\n  yours     -1083.625    -853.375\n")
                .contains("\nWhere it differs, by time recorded\n")
                .containsPattern("2026-11-25 +2026-11-25T12:00:00.000Z +-157.000 +-1083.625 +-926.625\n")
                .containsPattern("total +-230.250 +-1083.625 +-853.375\n")
                .containsPattern("2026-11-26 +1 +146.750\n +total +3 +-853.375\n")
                .containsPattern(
                        "invoice-2\\S*\\.\\.\\.\\S*000003 +-73.000 +-73.250 +r_0000000004 +3 +the amount differs")
                .doesNotContain("in yours once more");
    }

    @Test
    void oneSentenceSaysWhereTheNumbersPart_andWhatToDo() {
        assertThat(sheet(records(ITEMS) + report("", "")).replaceAll("\\s+", " "))
                .contains("The numbers part most at reference zz of 2026-11-25: -1000.125 is in your rows and not"
                        + " recorded; record it, or strike it from them if it is wrong. ");
        assertThat(sheet(records(ITEMS[0]) + report("", "")).replaceAll("\\s+", " "))
                .contains(": -73 in your rows, -73.25 recorded; find out which amount is right,");
        assertThat(sheet(report(window("2026-11-25", "-1", "-2"), "{\"sentence\":\"A record counts twice.\"}")))
                .contains("\nMost likely: A record counts twice; look there first.\n");
        assertThat(sheet(report(window("2026-11-25", "-1", "-2"), "")).replaceAll("\\s+", " "))
                .contains("The numbers part first in the window from 2026-11-25 to before 2026-11-25T12:00:00.000Z:");
        assertThat(sheet(report("", ""))).contains("cannot say where: compare your records, with --mine FILE.\n");
        assertThat(sheet("\"discrepancyReport\":null")).endsWith("\nNothing differs.\n");
    }

    @Test
    void anExplanationIsToldOnce() {
        String two = "{\"sentence\":\"A record counts twice.\",\"recordIds\":[\"r_1\",\"r_2\"],\"recordCount\":3},"
                + "{\"sentence\":\"A day is missing.\",\"recordIds\":[\"r_9\"],\"recordCount\":1}";
        String told = report("", two)
                .replace(
                        "One of the two. ",
                        "One of the two. The simplest of what would explain it: A record counts twice. Look at that first. ");
        assertThat(sheet(told))
                .contains("\nMost likely: A record counts twice; look here first:\n  r_1 r_2 of 3 records\n")
                .contains("\nWhat else would explain it\n  - A day is missing.\n    r_9\n")
                .contains("\nIn words\n  One of the two.\n")
                .containsOnlyOnce("counts twice")
                .doesNotContain("simplest");
        // A row that differs is said first; then the explanations stand whole below.
        assertThat(sheet(records(ITEMS) + told))
                .contains(
                        "\nWhat would explain it, simplest first\n  - A record counts twice.\n    r_1 r_2 of 3 records\n")
                .containsOnlyOnce("counts twice");
    }

    @Test
    void theHeadingSaysByWhichTimeItCounts() {
        String report = report(window("2026-11-25", "-1", "-2"), "");
        assertThat(sheet(report + ",\"timeBasis\":\"occurred\"")).contains("\nWhere it differs, by time of use\n");
        assertThat(sheet(report + ",\"timeBasis\":\"recorded\"")).contains("\nWhere it differs, by time recorded\n");
    }
}
