package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.server.TallystickServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Last month's usage, imported today and held against somebody's list: what a bookkeeper does on the first evening. */
class LastMonthTest extends RunningProgram {
    private static final String NONE = "No record was recorded in 2024-02, but 2 were used in it";
    private static final String DERIVE = "'./tallystick derive nordwind --period 2024-02 --time-basis occurred'";

    private TallystickServer server;

    @BeforeEach
    void start() throws IOException {
        server = served();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void file(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private void importsFebruary() throws Exception {
        file(
                "usage.csv",
                "customerId,delta,referenceId,occurredAt",
                "nordwind,-3,a,2024-02-10",
                "nordwind,-4,b,2024-02-11");
        answers(0, "import", "usage.csv");
    }

    @Test
    void scopeWithoutRecords_saysThatUsageFellInIt() throws Exception {
        importsFebruary();
        file("mine.csv", "referenceId,delta", "a,-3", "b,-4");
        String[] compared = {"compare", "nordwind", "--mine=mine.csv", "--period=2024-02"};
        assertThat(answers(1, compared).err()).isEqualTo(NONE + ": try --time-basis occurred.\n");
        assertThat(answers(0, "compare", "nordwind", "--mine=mine.csv", "--period=2024-02", "--time-basis=occurred")
                        .err())
                .isEmpty();
        assertThat(answers(0, "compare", "nordwind", "--mine=mine.csv").err()).isEmpty();
        assertThat(answers(0, "compare", "nordwind", "--yours=0", "--theirs=0", "--period=2024-02")
                        .err())
                .isEqualTo(NONE + ": try --time-basis occurred.\n");
        assertThat(answers(0, "derive", "nordwind", "--period=2024-02").err())
                .isEqualTo(NONE + ": try --time-basis occurred.\n");
        assertThat(answers(0, "derive", "nordwind", "--start=2024-02-11", "--end=2024-02-12")
                        .err())
                .isEqualTo(
                        "No record was recorded in the window from 2024-02-11 to before 2024-02-12, but 1 was used in it:"
                                + " try --time-basis occurred.\n");
        assertThat(answers(0, "derive", "nordwind", "--period=2024-01").err()).isEmpty();
        assertThat(answers(0, "receipt", "nordwind", "--period=2024-02").err())
                .startsWith(NONE + ". Late usage belongs to the window in which it was recorded")
                .contains(DERIVE);
        assertThat(answers(0, "receipt", "nordwind", "--period=2024-02", "--output=feb.json")
                        .err())
                .startsWith("The receipt, with its proof, is in feb.json.")
                .contains(NONE + ". Late usage", DERIVE);
        assertThat(answers(0, "receipt", "nordwind", "--output=now.json").err()).doesNotContain("Late usage");
        assertThat(answers(0, "checkpoint", "nordwind", "--period=2024-02").err())
                .startsWith(NONE + ". Late usage")
                .contains(DERIVE);
        assertThat(answers(0, "checkpoint", "nordwind", "--period=2024-01").err())
                .isEqualTo("No record was recorded in this window: there was nothing to cover.\n");
    }

    @Test
    void scopeWithOtherRecords_saysSoToo() throws Exception {
        importsFebruary();
        answers(
                0,
                "emit",
                "--customer=nordwind",
                "--delta=-9",
                "--reason=a",
                "--reference=now",
                "--occurred-at=2024-03-01T00:00:00Z");
        file("mine.csv", "referenceId,delta", "x,-5");
        assertThat(answers(1, "compare", "nordwind", "--mine=mine.csv").err()).isEmpty();
        assertThat(new LateUsage("nordwind", new JsonObject(Map.of("period", new JsonString("2026-10"))), 1, 28)
                        .sentence())
                .isEqualTo("Only 1 record was recorded in 2026-10, but 28 were used in it");
    }

    @Test
    void decimalCommas_areReadWhereAskedFor_andElseRefusedWithWhatToDo() throws Exception {
        file(
                "komma.csv",
                "Id;Amount;Note",
                "a;1.958,93;x",
                "",
                "b;-0,10;\"two",
                "lines; and \"\"more\"\"\"",
                "c;+12;",
                "d;1.234.567;y");
        String[] imported = {
            "import",
            "komma.csv",
            "--separator=;",
            "--set=customerId=komma",
            "--map=referenceId=Id",
            "--map=delta=Amount",
            "--negate"
        };
        assertThat(answers(1, with(imported, "--dry-run")).err())
                .contains(
                        "komma.csv:2: delta: '1.958,93' has a decimal comma: ",
                        "komma.csv:7: delta: '1.234.567' has points between thousands: ",
                        "add --decimal-comma");
        assertThat(answers(0, with(imported, "--decimal-comma", "--json")).out())
                .contains("\"recorded\":4,", "\"sumOfRowsRead\":-1236537.83}");
        String[] compared = {"compare", "komma", "--negate", "--reference-column=Id", "--delta-column=amount"};
        assertThat(answers(2, with(compared, "--mine=komma.csv")).err())
                .contains("Line 2: delta: '1.958,93' has a decimal comma");
        assertThat(answers(0, with(compared, "--decimal-comma", "--mine=komma.csv"))
                        .out())
                .contains("Nothing differs.");
        file("off.csv", "Id;Amount;Note", "", "a;1.958,93;\"x", "y\"", "b;-0,11;", "c;12,00;", "d;1234567,000;");
        assertThat(answers(1, with(compared, "--decimal-comma", "--mine=off.csv", "--json"))
                        .out())
                .contains("\"line\":5,", "\"claimed\":0.11,\"recorded\":0.1}");
    }

    @Test
    void whatIsNoDecimalComma_isRefusedUnderTheOption() throws Exception {
        answers(0, "emit", "--customer=komma", "--delta=-1", "--reason=a");
        for (String wrong : List.of("1958.93", "1.95,93", "1,2,3", "0.958,00", "1.9583,00", ",5", "5,", "1e3")) {
            file("wrong.csv", "referenceId;delta;customerId", "a;" + wrong + ";komma");
            assertThat(answers(2, "compare", "komma", "--decimal-comma", "--mine=wrong.csv")
                            .err())
                    .startsWith("wrong.csv, line 2: With --decimal-comma an amount must have a comma")
                    .contains("'" + wrong + "' was given.");
            assertThat(answers(1, "import", "wrong.csv", "--separator=;", "--decimal-comma", "--dry-run")
                            .err())
                    .contains("delta: With --decimal-comma", "'" + wrong + "' was given.");
        }
        file("rows.ndjson", "{\"referenceId\":\"a\",\"customerId\":\"komma\",\"delta\":1.958}");
        assertThat(answers(2, "compare", "komma", "--decimal-comma", "--mine=rows.ndjson")
                        .err())
                .contains("--decimal-comma is for CSV files");
        assertThat(answers(2, "import", "rows.ndjson", "--decimal-comma", "--dry-run")
                        .err())
                .contains("--decimal-comma is for CSV files");
    }

    @Test
    void rowsWithTheOppositeSign_areToldInOneSentence_andFewOfThemListed() throws Exception {
        String[] recorded = new String[13];
        String[] positive = new String[13];
        recorded[0] = "customerId,referenceId,delta";
        positive[0] = "referenceId,delta";
        for (int i = 1; i < recorded.length; i++) {
            recorded[i] = "sign,r" + i + ",-" + i + ".5";
            positive[i] = "r" + i + "," + i + ".50";
        }
        file("recorded.csv", recorded);
        answers(0, "import", "recorded.csv");
        file("positive.csv", positive);
        assertThat(answers(1, "compare", "sign", "--mine=positive.csv").out())
                .containsOnlyOnce("\nAll your amounts have the opposite sign of what is recorded: try --negate.\n")
                .containsPattern("r10 .*the amount differs\n  and 2 more; --json lists them\n")
                .doesNotContain("The numbers part most");
        assertThat(answers(1, "compare", "sign", "--mine=recorded.csv", "--negate")
                        .out())
                .contains("\nAll your amounts have the opposite sign of what is recorded: leave --negate out.\n");
        assertThat(answers(1, "compare", "sign", "--theirs=positive.csv").out())
                .contains("\nAll their amounts have the opposite sign");
        file("two.csv", "referenceId,delta", "r1,1.5", "r2,2.5");
        assertThat(answers(1, "compare", "sign", "--mine=two.csv").out()).contains("All your amounts");
        file("mixed.csv", "referenceId,delta", "r1,1.5", "r2,2.5", "r3,-3.5");
        file("one.csv", "referenceId,delta", "r1,1.5");
        file("crossed.csv", "referenceId,delta", "r1,2.5", "r2,1.5");
        file("unpaired.csv", "referenceId,delta", "r1,1.5", "r2,2.5", "absent,1");
        for (String other : List.of("mixed.csv", "one.csv", "crossed.csv", "unpaired.csv")) {
            assertThat(answers(1, "compare", "sign", "--mine=" + other).out())
                    .contains("The numbers part most")
                    .doesNotContain("opposite sign");
        }
    }

    private static String[] with(String[] args, String... more) {
        return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
    }
}
