package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Comparing by when usage happened. All of it is recorded long afterwards, so by time recorded February 2024 is empty. */
class CompareByUseTest {
    private static final String COMPARE = "/api/v1/balance/compare";
    private static final String FEBRUARY = ",\"period\":\"2024-02\",\"timeBasis\":\"occurred\"";

    private final ContractClient client = new ContractClient(ApiDocument.published());
    private TestServer server;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = new TestServer(folder);
        client.to(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String item(String delta, String occurredAt, String more) {
        return "{\"customerId\":\"acme\",\"delta\":" + delta + ",\"reason\":\"usage\",\"occurredAt\":\"" + occurredAt
                + "\"" + more + "}";
    }

    private String record(String delta, String occurredAt, String more) {
        return client.exchange("201", "POST", "/api/v1/balance/delta", item(delta, occurredAt, more))
                .at("/data/recordId")
                .asString();
    }

    private List<String> batch(List<String> items) {
        List<String> ids = new ArrayList<>();
        for (int from = 0; from < items.size(); from += 1_000) {
            String body = "{\"deltas\":[" + String.join(",", items.subList(from, Math.min(items.size(), from + 1_000)))
                    + "]}";
            for (JsonNode result : client.exchange("201", "POST", "/api/v1/balance/delta/batch", body)
                    .at("/data/results")) {
                ids.add(result.path("recordId").asString());
            }
        }
        return ids;
    }

    private JsonNode compare(String yours, String theirs, String more) {
        String body = "{\"customerId\":\"acme\",\"yourBalance\":" + yours + ",\"theirBalance\":" + theirs + more + "}";
        return client.exchange("201", "POST", COMPARE, body).path("data");
    }

    private static JsonNode explained(JsonNode data, String kind, String recordId) {
        for (JsonNode each : data.at("/discrepancyReport/explanations")) {
            if (each.path("kind").asString().equals(kind)
                    && each.path("recordIds").toString().contains('"' + recordId + '"')) {
                return each;
            }
        }
        throw new AssertionError("no " + kind + " with " + recordId + " in " + data);
    }

    private List<String> fewDays() {
        return batch(List.of(
                item("-10", "2024-02-03T08:00:00Z", ",\"referenceId\":\"a\""),
                item("-300", "2024-02-05T23:30:00Z", ",\"referenceId\":\"b\""),
                item("-41", "2024-02-03T07:00:00Z", ",\"referenceId\":\"c\""),
                item("7", "2024-02-05T12:00:00Z", ",\"adjusts\":{\"referenceId\":\"a\"}"),
                item("-5000", "2024-02-29T23:30:00Z", ""),
                item("-90000", "2024-03-01T00:00:00Z", "")));
    }

    @Test
    void totalsCountWhereUsageHappened_andTheReplySaysSo() {
        List<String> ids = fewDays();
        JsonNode equal = compare("-5344", "-5344", FEBRUARY);
        assertThat(equal.path("discrepancyReport").isNull()).isTrue();
        assertThat(equal.path("timeBasis").asString()).isEqualTo("occurred");
        assertThat(equal.path("deltasCount").asInt()).isEqualTo(5);
        JsonNode recorded = compare("0", "0", ",\"period\":\"2024-02\"");
        assertThat(recorded.path("discrepancyReport").isNull()).isTrue();
        assertThat(recorded.path("timeBasis").asString()).isEqualTo("recorded");

        JsonNode day = compare("-5344", "-5293", FEBRUARY);
        assertThat(explained(day, "day_missing", ids.get(0)).path("recordIds").toString())
                .isEqualTo("[\"" + ids.get(2) + "\",\"" + ids.get(0) + "\"]");
        assertThat(day.at("/discrepancyReport/explanations/0/sentence").asString())
                .contains("of 2024-02-03");
        assertThat(day.at("/discrepancyReport/recommendation").asString())
                .startsWith("The 5 records in this scope, by time of use, lead to a balance of -5344.");
        explained(compare("-5344", "-5351", FEBRUARY), "correction_missed", ids.get(3));
        // An hour further west, half past eleven in the evening is the same day; further east it is the next.
        JsonNode shifted = compare("-5344", "-344", FEBRUARY);
        explained(shifted, "day_boundary_shifted", ids.get(4));
        assertThat(explained(shifted, "stopped_early", ids.get(4))
                        .path("sentence")
                        .asString())
                .contains("2024-02-29T23:30:00.000Z");
        assertThat(compare("-5344", "-95344", FEBRUARY).toString()).contains("day_boundary_shifted");
        JsonNode earlier =
                compare("-90000", "-95344", ",\"period\":\"2024-03\",\"timeBasis\":\"occurred\",\"startingBalance\":0");
        assertThat(earlier.at("/discrepancyReport/explanations").toString()).contains("earlier_records_counted");
    }

    @Test
    void windowsHaveAnyEdges_byUse() {
        fewDays();
        String edge = "2024-02-03T07:30:00Z";
        String windows = ",\"theirWindows\":[{\"start\":\"2024-02-01\",\"end\":\"" + edge
                + "\",\"total\":-41,\"count\":1},{\"start\":\"" + edge
                + "\",\"end\":\"2024-02-05\",\"total\":0},{\"start\":\"2024-02-05\",\"end\":\"2024-03-01\",\"total\":-5293}]";
        JsonNode data = compare("-5344", "-5334", FEBRUARY + windows);
        JsonNode told = data.at("/discrepancyReport/windows");
        assertThat(told.size()).isEqualTo(3);
        assertThat(told.at("/0/neutralTotal").asInt()).isEqualTo(-41);
        assertThat(told.at("/0/diverges").asBoolean()).isFalse();
        assertThat(told.at("/1/neutralTotal").asInt()).isEqualTo(-10);
        assertThat(told.at("/1/diverges").asBoolean()).isTrue();
        assertThat(told.at("/2/neutralTotal").asInt()).isEqualTo(-5293);
        assertThat(told.at("/2/count").asInt()).isEqualTo(3);
        assertThat(data.at("/discrepancyReport/explanations/0/sentence").asString())
                .startsWith("Their total of 2024-02-03T07:30:00.000Z");
    }

    @Test
    void rowsAreLaidBesideTheRecordsOfTheDaysOfUse() {
        List<String> ids = fewDays();
        String rows = "referenceId,delta,date\nc,-41,2024-02-03\na,-10,2024-02-03\n,-5000,2024-02-29\nx,-1,2024-02-04\n"
                + "b,-300,2024-02-05\n";
        HttpResponse<String> reply = server.send(
                server.request(COMPARE + "/upload?customerId=acme&side=yours&period=2024-02&timeBasis=occurred")
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString(rows))
                        .build());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        JsonNode data = Json.parse(reply.body()).path("data");
        assertThat(data.path("timeBasis").asString()).isEqualTo("occurred");
        JsonNode side = data.at("/records/yours");
        assertThat(side.at("/classes/0/count").asInt()).isEqualTo(4);
        assertThat(side.path("recordedTotal").asInt()).isEqualTo(-5344);
        assertThat(side.path("undatedDifference").asInt()).isZero();
        assertThat(side.path("items").toString()).contains(ids.get(3)).doesNotContain(ids.get(5));
        TreeMap<String, Integer> differences = new TreeMap<>();
        for (JsonNode window : data.at("/discrepancyReport/windows")) {
            int difference = window.path("yourTotal").asInt()
                    - window.path("neutralTotal").asInt();
            if (difference != 0) {
                differences.put(window.path("start").asString().substring(0, 10), difference);
            }
        }
        assertThat(differences.toString()).isEqualTo("{2024-02-04=-1, 2024-02-05=-7}");
        String json = ",\"yourRecords\":[{\"delta\":-41,\"referenceId\":\"c\"}]";
        assertThat(compare("-41", "-5344", FEBRUARY + json)
                        .at("/records/yours/recordedTotal")
                        .asInt())
                .isEqualTo(-5344);
    }

    @Test
    void aPlantedErrorIsFound_inRandomLateUsage() {
        Random random = new Random(20240229);
        List<String> items = new ArrayList<>();
        List<BigDecimal> amounts = new ArrayList<>();
        List<LocalDate> days = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(1_000_000_000), 4)
                    .multiply(BigDecimal.valueOf(random.nextInt(4) == 0 ? 1 : -1));
            LocalDate day = LocalDate.of(2024, 1, 20).plusDays(random.nextInt(60));
            amounts.add(amount);
            days.add(day);
            items.add(item(amount.toPlainString(), day + "T" + (10 + random.nextInt(14)) + ":15:00Z", ""));
        }
        List<String> ids = batch(items);
        BigDecimal total = BigDecimal.ZERO;
        List<Integer> inside = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (days.get(i).getYear() == 2024 && days.get(i).getMonthValue() == 2) {
                total = total.add(amounts.get(i));
                inside.add(i);
            }
        }
        assertThat(compare(total.toPlainString(), total.toPlainString(), FEBRUARY)
                        .path("discrepancyReport")
                        .isNull())
                .isTrue();
        for (int round = 0; round < 20; round++) {
            int planted = inside.get(random.nextInt(inside.size()));
            BigDecimal without = total.subtract(amounts.get(planted));
            JsonNode one = compare(total.toPlainString(), without.toPlainString(), FEBRUARY);
            assertThat(one.at("/discrepancyReport/explanations/0/recordIds/0").asString())
                    .isEqualTo(ids.get(planted));
            assertThat(one.at("/discrepancyReport/searched/complete").asBoolean())
                    .isTrue();
            LocalDate day = days.get(planted);
            BigDecimal twice = total;
            for (int i : inside) {
                twice = days.get(i).equals(day) ? twice.add(amounts.get(i)) : twice;
            }
            String claimed = twice.toPlainString();
            assertThat(compare(total.toPlainString(), claimed, FEBRUARY)
                            .at("/discrepancyReport/explanations/0/sentence")
                            .asString())
                    .contains(day.toString());
        }
    }

    @Test
    void daysWithMoreRecordsThanAreRead_areFoundWhole() {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 9_000; i++) {
            String day = "2024-02-0" + (1 + i % 3);
            items.add(item("-0.00" + (1 + i % 3) + "000" + (i % 7 + 1), day + "T12:00:00Z", ""));
        }
        List<String> ids = batch(items);
        JsonNode all = compare("0", "0", FEBRUARY);
        BigDecimal total = all.path("neutralBalance").decimalValue();
        BigDecimal second = all.at("/discrepancyReport/windows/1/neutralTotal").decimalValue();
        JsonNode data = compare(total.toPlainString(), total.subtract(second).toPlainString(), FEBRUARY);
        JsonNode day = explained(data, "day_missing", ids.get(1));
        assertThat(day.path("recordCount").asInt()).isEqualTo(3_000);
        assertThat(day.path("recordIds").size()).isEqualTo(10);
        assertThat(day.path("sentence").asString()).contains("of 2024-02-02");
        JsonNode searched = data.at("/discrepancyReport/searched");
        assertThat(searched.path("complete").asBoolean()).isFalse();
        assertThat(searched.path("recordsRead").asInt()).isLessThan(7_000);
    }

    @Test
    void whatGoesByTheOrderOfRecords_isRefused() {
        String id = record("-1", "2024-02-01T00:00:00Z", "");
        String body = "{\"customerId\":\"acme\",\"yourBalance\":0,\"theirBalance\":0,\"timeBasis\":";
        client.exchange(
                "400 INVALID_SCOPE_COMBINATION",
                "POST",
                COMPARE,
                body + "\"occurred\",\"startingCheckpoint\":\"" + id + "\",\"startingCheckpointType\":\"recordId\"}");
        assertThat(server.post(COMPARE, body + "\"imagined\"}").statusCode()).isEqualTo(400);
    }
}
