package dev.tallystick.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.ServerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of every form into a real server. */
class ImporterTest {
    private static final Pattern BALANCE = Pattern.compile("\"computedBalance\":\"([^\"]*)\"");
    private static final Pattern REFERENCE = Pattern.compile("\"referenceId\":\"([^\"]*)\"");

    private static TallystickServer server;
    private static String key;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = TallystickServer.start(
                new ServerSettings(data, new HttpSettings("127.0.0.1", 0), ServerSettings.LogLevel.ERROR),
                InstantSource.system());
        key = server.firstRun().sandboxApiKey();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static Importer.Result run(ImportMapping mapping, boolean dryRun, Path... files) {
        return new Importer(new Importer.Plan(mapping, null, ',', 3, dryRun, false, server.url(), key))
                .run(List.of(files));
    }

    private static Importer.Result run(Path... files) {
        return run(ImportMapping.of(Map.of(), Map.of(), false), false, files);
    }

    private static String derive(String customer) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.url() + "/api/v1/balance/derive/" + customer + "?amounts=string&limit=1000"))
                .header("X-Api-Key", key)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static String balance(String customer) throws Exception {
        Matcher matcher = BALANCE.matcher(derive(customer));
        return matcher.find() ? matcher.group(1) : "none";
    }

    @Test
    void manyRows_areStoredInOrder_andOnce() throws Exception {
        StringBuilder csv = new StringBuilder("customerId,delta,reason,referenceId\n");
        for (int i = 0; i < 5_000; i++) {
            csv.append("many_").append(i % 7).append(",-0.5,usage,m-").append(i).append('\n');
        }
        Path file = file("many.csv", csv.toString());
        assertThat(run(file)).isEqualTo(new Importer.Result(5_000, 5_000, 0, 0, Amount.parse("-2500"), List.of()));
        assertThat(run(file)).isEqualTo(new Importer.Result(5_000, 0, 5_000, 0, Amount.parse("-2500"), List.of()));
        assertThat(balance("many_3")).isEqualTo("-357");
        Matcher references = REFERENCE.matcher(derive("many_3"));
        for (int i = 3; references.find(); i += 7) {
            assertThat(references.group(1)).isEqualTo("m-" + i);
        }
    }

    private static Importer importer(char separator, ImportMapping mapping) {
        return new Importer(new Importer.Plan(mapping, null, separator, 3, false, false, server.url(), key));
    }

    @Test
    void aQuotationMarkLeftOpen_endsTheImport_andStoresNothing() throws Exception {
        // Mended it would be another file, whose rows all count anew: so none may be stored.
        String rows = "open,1,ok\n".repeat(5_000);
        Path file = file("open.csv", "customerId,delta,reason\n" + rows + "open,2,\"never closed\nopen,4,lost\n");
        assertThatThrownBy(() -> run(file))
                .hasMessageContaining("Line 5002")
                .hasMessageContaining("never closed")
                .hasMessageContaining("Nothing of it was sent");
        assertThat(balance("open")).isEqualTo("none");
    }

    @Test
    void whatBreaksOffWithReferences_isCountedUpToThere_andGoesOnOnceMended() throws Exception {
        ImportMapping mapping = ImportMapping.of(Map.of("referenceId", "ref"), Map.of(), false);
        String rows = "customerId,delta,ref\nmidway,1,a\nmidway,x,b\nmidway,2,c\n";
        Path file = file("midway.csv", rows);
        Files.write(file, new byte[] {'m', (byte) 0xe9, '\n'}, StandardOpenOption.APPEND);
        Importer importer = importer(',', mapping);
        assertThatThrownBy(() -> importer.run(List.of(file)))
                .hasMessageContaining("Line 5: this is not UTF-8.")
                .hasMessageContaining("not stored twice");
        Importer.Result soFar = importer.result();
        assertThat(List.of(soFar.rows(), soFar.recorded(), soFar.refused())).isEqualTo(List.of(3L, 2L, 1L));
        assertThat(soFar.sum()).isEqualTo(Amount.parse("3"));
        assertThat(soFar.refusedFiles()).containsExactly(folder.resolve("midway.csv.refused.csv"));
        file("midway.csv", rows.replace(",x,", ",3,") + "midway,4,d\n");
        Importer.Result mended = importer(',', mapping).run(List.of(file));
        assertThat(List.of(mended.recorded(), mended.repeated())).isEqualTo(List.of(2L, 2L));
        assertThat(balance("midway")).isEqualTo("10");
    }

    @Test
    void anotherSeparatorIsNamed_andNotGuessed() throws Exception {
        ImportMapping mapping = ImportMapping.of(Map.of(), Map.of(), false);
        for (String header :
                new String[] {"customerId;delta", "\uFEFF\"customerId\";\"delta\"", "x;customerId ;delta"}) {
            Path file = file("semicolons.csv", header + "\nsemi;1\n");
            assertThatThrownBy(() -> run(file))
                    .isInstanceOfSatisfying(
                            CommandFailure.class,
                            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                    .hasMessageContaining("With ';' between its fields")
                    .hasMessageEndingWith("add --separator ';'.");
        }
        Path tabs = file("tabs.csv", "customerId\tdelta\nsemi\t1\n");
        assertThatThrownBy(() -> run(tabs)).hasMessageEndingWith("add --separator '\\t'.");
        Path commas = file("commas.csv", "customerId,delta\nsemi,1\n");
        assertThatThrownBy(() -> importer(';', mapping).run(List.of(commas)))
                .hasMessageEndingWith("add --separator ','.");
        // What no separator mends is told its columns.
        Path other = file("other.csv", "customer;amount\nsemi;1\n");
        assertThatThrownBy(() -> run(other)).hasMessageContaining("--map").hasMessageNotContaining("--separator");
        assertThat(balance("semi")).isEqualTo("none");
        assertThat(importer('\t', mapping).run(List.of(tabs)).recorded()).isEqualTo(1);
    }

    @Test
    void twoColumnsOfOneName_areRefused() throws Exception {
        Path file = file("twice.csv", "customerId,delta,delta\ntwice,1,2\n");
        assertThatThrownBy(() -> run(file)).hasMessageContaining("two columns called 'delta'");
        assertThat(balance("twice")).isEqualTo("none");
    }

    @Test
    void anImportThatBrokeOff_goesOnWhereItWas() throws Exception {
        String header = "customerId,delta\n";
        String rows = "broken,1\nbroken,2\nbroken,3\n".repeat(1_000);
        Path file = file("broken.csv", header + rows);
        // What a first run had sent when it broke off: the rows up to here, with the references they get.
        ContentReference reference = ContentReference.of(ContentReference.reading(Files.newInputStream(file)));
        StringBuilder sent = new StringBuilder("customerId,delta,referenceId\n");
        for (int i = 1; i <= 1_234; i++) {
            sent.append("broken,")
                    .append((i - 1) % 3 + 1)
                    .append(',')
                    .append(reference.ofRow(i))
                    .append('\n');
        }
        assertThat(run(file("sent.csv", sent.toString())).recorded()).isEqualTo(1_234);
        Importer.Result rest = run(file);
        assertThat(List.of(rest.recorded(), rest.repeated())).isEqualTo(List.of(1_766L, 1_234L));
        assertThat(balance("broken")).isEqualTo("6000");
    }

    @Test
    void packedOrNot_oneContentIsOneFile_andAnEditedOneIsAnother() throws Exception {
        String text = "customerId,delta\r\npacked,-1\r\n\r\n\"packed\",\"-1\"\r\n";
        assertThat(run(file("packed.csv", text)).recorded()).isEqualTo(2);
        assertThat(run(file("again.csv.gz", text)).repeated()).isEqualTo(2);
        assertThat(run(file("edited.csv", text + "packed,-1\n")).recorded()).isEqualTo(3);
        assertThat(balance("packed")).isEqualTo("-5");
    }

    @Test
    void refusedRows_areListedWithTheirLine_andTheOthersStored() throws Exception {
        Path file = file(
                "mixed.csv",
                "customerId,delta,reason\nmixed,-1,ok\nmixed,many,no number\nmixed,0,zero\n,5,nobody\nmixed,1\n"
                        + "mixed,-2,\"two\nlines, \"\"quoted\"\"\"\nmixed é,-3,bad id\n");
        Importer.Result result = run(file);
        assertThat(List.of(result.rows(), result.recorded(), result.refused())).isEqualTo(List.of(7L, 2L, 5L));
        Path refused = folder.resolve("mixed.csv.refused.csv");
        assertThat(result.refusedFiles()).containsExactly(refused);
        assertThat(Files.readString(refused))
                .contains(file + ",3,mixed,UNREADABLE_ROW,")
                .containsPattern("delta: An amount must be a decimal number .* 'many' was given\\.")
                .contains(",4,mixed,VALIDATION_ERROR,")
                .contains(",5,,UNREADABLE_ROW,customerId is missing")
                .contains(",6,,UNREADABLE_ROW,\"the row has 2 fields, the header 3\"")
                .contains(",9,mixed é,VALIDATION_ERROR,")
                .contains("'mixed é' was sent");
        assertThat(balance("mixed")).isEqualTo("-3");
        assertThat(derive("mixed")).contains("two\\nlines, \\\"quoted\\\"");
    }

    @Test
    void aRefusedRowSaysWhatStoodThere() throws Exception {
        run(file("said.csv", "customerId,delta,metadata\nsaid,1,{x\nsaid,1,[1]\nsaid,1.2.3,\n"));
        assertThat(Files.readString(folder.resolve("said.csv.refused.csv")))
                .containsPattern(",2,said,UNREADABLE_ROW,.*metadata must be a JSON object: .* '\\{x' was given\\.")
                .contains(",3,said,UNREADABLE_ROW,metadata must be a JSON object. '[1]' was given.")
                .containsPattern(",4,said,UNREADABLE_ROW,.*'1\\.2\\.3' was given\\.");
    }

    @Test
    void aCorrectedFile_leavesNoOldListOfRefusedRows() throws Exception {
        Path file = file("fixed.csv", "customerId,delta,referenceId\nfixed,x,1\n");
        assertThat(run(file).refused()).isEqualTo(1);
        file("fixed.csv", "customerId,delta,referenceId\nfixed,-4,1\n");
        assertThat(run(file).refused()).isZero();
        assertThat(folder.resolve("fixed.csv.refused.csv")).doesNotExist();
    }

    @Test
    void columnsAreMapped_textsSet_signsChanged() throws Exception {
        Path file = file(
                "usage.csv",
                "\uFEFFaccount,units,at,extra,meta\nmapped,+2.50,2026-02-01 10:00:00Z,x,\"{\"\"calls\"\":25}\"\n");
        ImportMapping mapping = ImportMapping.of(
                Map.of("customerId", "account", "delta", "units", "occurredAt", "at", "metadata", "meta"),
                Map.of("reason", "API calls"),
                true);
        assertThat(run(mapping, false, file).recorded()).isEqualTo(1);
        assertThat(derive("mapped"))
                .contains("\"delta\":\"-2.5\"", "\"reason\":\"API calls\"", "2026-02-01T10:00:00.000Z");
        assertThatThrownBy(() -> run(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("no column 'customerId'")
                .hasMessageContaining("account, units, at, extra, meta");
        assertThatThrownBy(() -> ImportMapping.of(Map.of("amount", "x"), Map.of(), false))
                .hasMessageContaining("no field 'amount'");
        assertThatThrownBy(() -> ImportMapping.of(Map.of("reason", "x"), Map.of("reason", "y"), false))
                .hasMessageContaining("both mapped");
    }

    @Test
    void linesOfJson() throws Exception {
        Path file = file(
                "lines.ndjson",
                "{\"customerId\":\"lines\",\"delta\":-1.50,\"referenceId\":\"l-1\",\"more\":[1]}\n\n"
                        + "{\"customerId\":\"lines\",\"delta\":\"1e1\",\"adjusts\":{\"referenceId\":\"l-1\"},"
                        + "\"metadata\":{\"a\":[true]}}\r\nnonsense\n[1]\n"
                        + "{\"customerId\":\"lines\",\"delta\":1,\"reason\":\"" + "x".repeat(1 << 20) + "\"}\n");
        Importer.Result result = run(file);
        assertThat(List.of(result.rows(), result.recorded(), result.refused())).isEqualTo(List.of(5L, 2L, 3L));
        assertThat(balance("lines")).isEqualTo("8.5");
        assertThat(Files.readString(folder.resolve("lines.ndjson.refused.csv")))
                .contains(",4,,UNREADABLE_ROW,\"the line is no JSON")
                .contains(",5,,UNREADABLE_ROW,the line holds no JSON object")
                .contains(",6,,UNREADABLE_ROW,the line is longer than");
    }

    @Test
    void aDryRun_storesAndWritesNothing() throws Exception {
        Path file = file("dry.csv", "customerId,delta\ndry,1.5\ndry,x\n");
        Importer.Result result = run(ImportMapping.of(Map.of(), Map.of(), false), true, file);
        assertThat(List.of(result.rows(), result.recorded(), result.refused())).isEqualTo(List.of(2L, 0L, 1L));
        assertThat(result.sum()).isEqualTo(Amount.parse("1.5"));
        assertThat(balance("dry")).isEqualTo("none");
        assertThat(folder.resolve("dry.csv.refused.csv")).doesNotExist();
    }

    @Test
    void whatCannotBe_isSaidBeforeAnythingIsStored() throws Exception {
        Path file = file("good.csv", "customerId,delta\nearly,1\n");
        Path unknown = file("what.txt", "");
        assertThatThrownBy(() -> run(file, unknown)).hasMessageContaining("--format");
        assertThatThrownBy(() -> run(file, folder.resolve("absent.csv"))).hasMessageContaining("absent.csv");
        assertThat(balance("early")).isEqualTo("none");
        Importer wrongKey = new Importer(new Importer.Plan(
                ImportMapping.of(Map.of(), Map.of(), false), null, ',', 1, false, false, server.url(), "nonsense"));
        assertThatThrownBy(() -> wrongKey.run(List.of(file)))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("INVALID_API_KEY");
    }

    @Test
    void anEmptyFileAndADevice_areNamedForWhatTheyAre() throws Exception {
        Path empty = file("empty.csv", "");
        assertThatThrownBy(() -> run(empty)).hasMessageContaining("empty.csv has no header line");
        Path device = Files.createSymbolicLink(folder.resolve("null.csv"), Path.of("/dev/null"));
        assertThatThrownBy(() -> run(device)).hasMessageContaining("null.csv is a pipe or a device");
    }

    @Test
    void progress_tellsRateShareAndTimeLeft() {
        ImportTotals totals = new ImportTotals();
        totals.answered(60_000, 1_000);
        totals.refused();
        try (Progress progress = new Progress(totals, new AtomicLong(250), 1_000, false)) {
            assertThat(progress.line(10_000_000_000L)).isEqualTo("61,001 rows  6,100/s  1 refused  25 %  0:30 left");
        }
    }
}
