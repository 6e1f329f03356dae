package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.ReceiptReader;
import dev.tallystick.proof.record.LogEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of {@code tallystick verify}: its options, output and exit codes. */
class VerifyOptionsTest {
    private static final Path SAMPLES = samples();
    private static final String RECEIPT =
            SAMPLES.resolve("receipts/valid/checkpoint.json").toString();
    private static final String SPOILT =
            SAMPLES.resolve("receipts/defects/amount-changed.json").toString();

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {}

    private static Path samples() {
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            if (Files.exists(above.resolve("samples/policy.txt"))) {
                return above.resolve("samples");
            }
        }
        throw new AssertionError("samples/ was not found in any folder above the tests.");
    }

    private static List<String> keys(String role) {
        try {
            return Files.readAllLines(SAMPLES.resolve("customer-key/policy.txt")).stream()
                    .filter(line -> line.startsWith(role + " "))
                    .map(line -> line.substring(role.length() + 1))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Ended verify(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            List<String> line = new ArrayList<>(List.of("verify"));
            line.addAll(List.of(args));
            int code = Main.run(line.toArray(String[]::new));
            return new Ended(code, printed.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String policy(String... more) throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("# whom we trust", "", "log " + keys("log").getFirst()));
        keys("witness").forEach(key -> lines.add("witness " + key));
        lines.addAll(List.of(more));
        return file("policy", String.join("\n", lines) + "\n");
    }

    @Test
    void exitCodes_goodNotGoodUnreadableAndWrongUsage() {
        assertThat(verify(RECEIPT, "--key", keys("log").getFirst()).code()).isZero();
        assertThat(verify(RECEIPT)).satisfies(alone -> {
            assertThat(alone.code()).isZero();
            assertThat(alone.out()).contains("CONSISTENT, BUT NOT PROOF OF WHO SIGNED");
        });
        assertThat(verify(SPOILT, "--key", keys("log").getFirst()).code()).isEqualTo(1);
        assertThat(verify(RECEIPT, SPOILT)).satisfies(both -> {
            assertThat(both.code()).isEqualTo(1);
            assertThat(both.out()).contains("2 checked: 1 good, 1 do not verify, 0 unreadable.");
        });
        assertThat(verify(folder.resolve("missing.json").toString())).satisfies(missing -> {
            assertThat(missing.code()).isEqualTo(3);
            assertThat(missing.out()).contains(folder + "/missing.json cannot be read: no such file.");
        });
        assertThat(verify(RECEIPT, "--policy", folder.toString())).satisfies(policy -> {
            assertThat(policy.code()).isEqualTo(3);
            assertThat(policy.err()).isEqualTo("The file " + folder + " cannot be read: it is a folder.\n");
        });
        assertThat(verify().code()).isEqualTo(2);
        assertThat(verify(RECEIPT, "--no-such-option").code()).isEqualTo(2);
        assertThat(verify(folder.toString())).satisfies(empty -> {
            assertThat(empty.code()).isEqualTo(2);
            assertThat(empty.err()).contains("neither receipt, proof nor log");
        });
    }

    @Test
    void policyFile_standsForTheFlags() throws IOException {
        assertThat(verify(RECEIPT, "--policy", policy("witnesses 2"))).satisfies(good -> {
            assertThat(good.code()).isZero();
            assertThat(good.out()).contains("VERIFIED", "2 trusted witness(es)");
        });
        String oneMissing =
                SAMPLES.resolve("receipts/defects/one-witness-missing.json").toString();
        assertThat(verify(oneMissing, "--policy", policy("witnesses 2")).code()).isEqualTo(1);
        assertThat(verify(oneMissing, "--policy", policy("witnesses 1")).code()).isZero();
        assertThat(verify(
                                RECEIPT,
                                "--policy",
                                policy("customer " + keys("customer").getFirst()))
                        .code())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"witnesses many", "witnesses 3", "witnesses -1", "operator x", "log nokey", "witness"})
    void policyFileThatSaysSomethingElse_isWrongUsage(String line) throws IOException {
        assertThat(verify(RECEIPT, "--policy", policy(line)).code()).isEqualTo(2);
    }

    @Test
    void contradictoryOptions_areWrongUsage() throws IOException {
        String key = keys("log").getFirst();
        String witness = keys("witness").getFirst();
        List<String[]> wrong = List.of(
                new String[] {RECEIPT, "--policy", policy(), "--key", key},
                new String[] {RECEIPT, "--policy", policy(), "--witness", witness},
                new String[] {RECEIPT, "--policy", policy(), "--witnesses", "1"},
                new String[] {
                    RECEIPT,
                    "--policy",
                    policy(),
                    "--customer-key",
                    keys("customer").getFirst()
                },
                new String[] {RECEIPT, "--witnesses", "1"},
                new String[] {RECEIPT, "--witness", witness, "--witnesses", "2"},
                new String[] {RECEIPT, "--witness", witness, "--witness", witness, "--witnesses", "2"},
                new String[] {RECEIPT, "--witness", witness, "--witnesses", "-1"},
                new String[] {RECEIPT, "--key", witness},
                new String[] {RECEIPT, "--witness", key},
                new String[] {RECEIPT, "--key", "nokey"},
                new String[] {RECEIPT, "--leaf", "00"});
        for (String[] args : wrong) {
            Ended ended = verify(args);
            assertThat(ended.code())
                    .as("%s: %s", List.of(args), ended)
                    .isNotZero()
                    .isNotEqualTo(1);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).isNotEmpty().doesNotContain("Exception in");
        }
    }

    @Test
    void customerKey_asksForThatCustomersCountersignature() {
        String log = keys("log").getFirst();
        assertThat(verify(
                        RECEIPT,
                        "--key",
                        log,
                        "--customer-key",
                        keys("customer").getFirst()))
                .satisfies(good -> {
                    assertThat(good.code()).isZero();
                    assertThat(good.out()).contains("pass     countersignatures");
                });
        assertThat(verify(RECEIPT, "--key", log, "--customer-key", log).code()).isEqualTo(1);
        String none = SAMPLES.resolve("receipts/valid/empty-window.json").toString();
        assertThat(verify(none, "--key", log, "--customer-key", keys("customer").getFirst())
                        .code())
                .isEqualTo(1);
    }

    @Test
    void proofFile_isForTheLeafThatIsNamed() throws IOException {
        Receipt receipt = ReceiptReader.parse(Files.readAllBytes(Path.of(RECEIPT)));
        LogProof proof = receipt.inclusion();
        JsonObject json = (JsonObject) JsonReader.parse(Files.readAllBytes(Path.of(RECEIPT)));
        String proofFile = file("it.tlog-proof", ((JsonString) json.get("inclusion")).value());
        String log = keys("log").getFirst();
        String entry = HexFormat.of().formatHex(LogEntry.checkpoint(receipt.proofRoot()));

        for (String leaf : new String[] {entry, "0x" + entry, RECEIPT}) {
            assertThat(verify(proofFile, "--key", log, "--leaf", leaf)).satisfies(good -> {
                assertThat(good.code()).isZero();
                assertThat(good.out()).contains("VERIFIED", "Leaf " + proof.index() + " of ");
            });
        }
        assertThat(verify(proofFile, "--key", log)).satisfies(unnamed -> {
            assertThat(unnamed.code()).isEqualTo(1);
            assertThat(unnamed.out()).contains("--leaf");
        });
        String other = HexFormat.of().formatHex(LogEntry.delta(receipt.proofRoot()));
        assertThat(verify(proofFile, "--key", log, "--leaf", other)).satisfies(wrong -> {
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.out()).contains("The proof leads to another root", "expected", "found");
        });
        assertThat(verify(folder.toString(), "--key", log, "--leaf", entry).code())
                .isZero();
        String cut = file("cut.tlog-proof", Files.readString(Path.of(proofFile)).substring(0, 60));
        assertThat(verify(cut, "--leaf", entry)).satisfies(wrong -> {
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.out()).contains("FAIL     parse");
        });
    }

    @Test
    void json_isOneObjectALine_withEveryStepAndBothValues() {
        Ended ended = verify(RECEIPT, SPOILT, "--json", "--key", keys("log").getFirst());
        assertThat(ended.code()).isEqualTo(1);
        List<JsonObject> lines = ended.out()
                .lines()
                .map(line -> (JsonObject) JsonReader.parse(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).get("verdict")).isEqualTo(new JsonString("verified"));
        assertThat(lines.get(1).get("verdict")).isEqualTo(new JsonString("failed"));
        assertThat(lines.get(2).get("failed")).isEqualTo(JsonNumber.of(1));
        JsonArray steps = (JsonArray) lines.get(1).get("steps");
        assertThat(steps.values()).hasSize(10).anySatisfy(step -> {
            JsonObject object = (JsonObject) step;
            assertThat(object.get("verdict")).isEqualTo(new JsonString("fail"));
            assertThat(object.get("expected")).isInstanceOf(JsonString.class);
            assertThat(object.get("found")).isInstanceOf(JsonString.class);
        });
    }

    @Test
    void keyFile_mayBeALogsPageOfKeys() throws IOException {
        String signature = "A".repeat(86) + "==";
        String page = file("page", keys("log").getFirst() + "\n" + keys("log").getFirst() + " " + signature + "\n");
        assertThat(verify(RECEIPT, "--key", page)).satisfies(good -> {
            assertThat(good.code()).isZero();
            assertThat(good.out()).contains("VERIFIED");
        });
        assertThat(verify(RECEIPT, "--key", folder.resolve("nofile").toString()).code())
                .isEqualTo(2);
    }

    @Test
    void witnesses_areCountedByKey_andNotAskedForWithoutKeys() {
        String witness = keys("witness").getFirst();
        String key = keys("log").getFirst();
        assertThat(verify(RECEIPT, "--key", key, "--witness", witness, "--witness", witness))
                .satisfies(twice -> {
                    assertThat(twice.code()).isZero();
                    assertThat(twice.out()).contains("1 trusted witness(es)");
                });
        assertThat(verify(RECEIPT, "--key", key, "--witness", witness, "--witness", witness, "--witnesses", "2")
                        .code())
                .isEqualTo(2);
        assertThat(verify(RECEIPT, "--key", key, "--witnesses", "1").code()).isEqualTo(2);
    }

    @Test
    void noneOfTheWitnesses_andNoneAskedFor_isSkipped_ofReceiptsAndLogs() {
        String stranger = "witness.example/w3+dd8f2939+BDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
        for (String sample : List.of(RECEIPT, SAMPLES.resolve("logs/valid").toString())) {
            Ended ended = verify(sample, "--key", keys("log").getFirst(), "--witness", stranger, "--witnesses", "0");
            assertThat(ended.code()).isZero();
            assertThat(ended.out()).contains("skipped  witnesses");
        }
    }

    @Test
    void aPdfIsCalledThePictureOfAReceipt_andAFolderSaysWhatItSkipped() throws IOException {
        Path pdf = folder.resolve("acme.pdf");
        Files.writeString(pdf, "%PDF-1.7\nrest");
        Ended picture = verify(pdf.toString());
        assertThat(picture.code()).isEqualTo(1);
        assertThat(picture.out())
                .contains(
                        "This is a PDF, the picture of a receipt for people: what can be verified is the .json of the same")
                .doesNotContain("JSON");
        Files.copy(Path.of(RECEIPT), folder.resolve("acme.json"));
        Ended one = verify(folder.toString());
        assertThat(one.code()).isZero();
        assertThat(one.out()).contains("about    Customer cust_1, March 2026 (UTC): 3 records, closing balance -127.9");
        assertThat(one.err())
                .isEqualTo(
                        "1 file was skipped: of a folder only .json and .tlog-proof files and downloaded logs are checked.\n");
        Files.writeString(folder.resolve("notes.txt"), "x");
        assertThat(verify(folder.toString(), "--json").err()).startsWith("2 files were skipped: ");
        assertThat(verify(RECEIPT).err()).isEmpty();
    }
}
