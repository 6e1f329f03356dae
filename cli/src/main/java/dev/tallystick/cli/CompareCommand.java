package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds balances or files of records against what is recorded. */
@Command(
        name = "compare",
        description = {
            "Compare figures or files with what is recorded, and say where they part; exit code 1 when something"
                    + " differs.",
            "",
            "A file is CSV with a header line, or one JSON object a line (.ndjson, .jsonl). Each row has an amount and a"
                    + " reference, a date, or both."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick compare --mine usage.csv --customer acme --period 2026-02",
            "  ./tallystick compare --mine usage.csv --delta-column Amount --reference-column Id --customer acme",
            "  ./tallystick compare acme --yours=-500 --theirs=-480",
            "  ./tallystick compare --mine usage.csv --customer acme --period 2026-02 --signed finding.json"
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "CUSTOMER", description = "Whose balance.")
    private @Nullable String customer;

    @Option(names = "--customer", paramLabel = "ID", description = "The same.")
    private @Nullable String customerOption;

    @Option(names = "--mine", paramLabel = "FILE", description = "Your records.")
    private @Nullable Path mine;

    @Option(
            names = "--yours",
            paramLabel = "N",
            description = "The balance you claim; with --mine its sum if not given.")
    private @Nullable String yours;

    @Option(
            names = "--theirs",
            paramLabel = "N|FILE",
            description = "The balance they claim, or a file of their records.")
    private @Nullable String theirs;

    @Option(names = "--tolerance", paramLabel = "N", description = "Difference that still counts as equal.")
    private @Nullable String tolerance;

    @Option(
            names = "--signed",
            paramLabel = "FILE",
            description =
                    "Have the report put into the signed log, and keep it in this file; ./tallystick verify checks it.")
    private @Nullable Path signed;

    @Option(
            names = "--time-basis",
            paramLabel = "recorded|occurred",
            description = "Which time decides whether a delta counts: recorded (default) or occurred.")
    private @Nullable String timeBasis;

    @Mixin
    private final FileColumns columns = new FileColumns();

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        List<JsonValue> replies = new ArrayList<>();
        boolean theirFile = theirs != null && !isAmount(theirs);
        if (signed != null && mine != null && theirFile) {
            throw CommandFailure.usage("--signed keeps one report: compare one file at a time.");
        }
        boolean figures = mine == null ? !theirFile || yours != null : theirs != null && !theirFile;
        // Of several comparisons the last says most: it is the one that --signed keeps.
        if (mine != null) {
            replies.add(upload(mine, "yours", yours, !figures));
        }
        if (theirs != null && theirFile) {
            replies.add(upload(Path.of(theirs), "theirs", null, !figures));
        }
        if (figures) {
            replies.add(totals(theirFile, replies));
        }
        for (JsonValue reply : replies) {
            if (options.json() || !(reply instanceof JsonObject object)) {
                Sheet.print(reply, options.json());
            } else {
                System.out.print(new CompareSheet(object, columns.negate()).text());
            }
        }
        System.out.flush();
        if (!"occurred".equals(timeBasis)
                && replies.getLast() instanceof JsonObject last
                && replies.stream().allMatch(CompareRecords::pairsNone)) {
            LateUsage.tellOption(LateUsage.of(options.client(), last));
        }
        keep(replies.getLast());
        boolean equal = replies.stream()
                .allMatch(reply ->
                        reply instanceof JsonObject object && object.get("discrepancyReport") instanceof JsonNull);
        return equal ? ExitCode.GOOD : ExitCode.NO;
    }

    private void keep(JsonValue reply) {
        Path file = signed;
        if (file == null) {
            return;
        }
        if (!(reply instanceof JsonObject object
                && object.get("signed") instanceof JsonObject part
                && part.get("report") instanceof JsonObject report)) {
            throw new CommandFailure(ExitCode.SURROUNDINGS, "The server's reply holds no signed report.");
        }
        try {
            Files.write(file, CanonicalJson.of(report));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.SURROUNDINGS,
                    "The report is in the log, but cannot be written to " + file + ": " + IoWords.of(e) + ".");
        }
        System.err.println("The signed report is in " + file + ". Check it with: ./tallystick verify " + file);
    }

    /** The two totals; of a side whose file was compared, what that came to. */
    private JsonValue totals(boolean theirFile, List<JsonValue> uploaded) {
        String your = yours;
        if (your == null && !uploaded.isEmpty() && uploaded.getFirst() instanceof JsonObject object) {
            your = CompareSheet.claimed(object, "yours");
        }
        String their = theirFile && uploaded.getFirst() instanceof JsonObject object
                ? CompareSheet.claimed(object, "theirs")
                : theirs;
        if (your == null || their == null) {
            throw CommandFailure.usage(
                    your == null && their == null
                            ? "Name what to compare: --mine FILE or --theirs FILE, or both --yours N and --theirs N."
                            : "Two figures are compared with the record: give both --yours and --theirs. With one figure only,"
                                    + " give it for both: --yours=" + (your == null ? their : your) + " --theirs="
                                    + (your == null ? their : your) + ".");
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("customerId", customerId());
        body.put("yourBalance", your);
        body.put("theirBalance", their);
        body.put("tolerance", tolerance);
        body.put("timeBasis", timeBasis);
        scope.addTo(body);
        return options.client()
                .post("/api/v1/balance/compare" + (signed == null ? "" : "?signed=true"), ApiClient.object(body));
    }

    private JsonValue upload(Path file, String side, @Nullable String balance, boolean last) {
        Target target = new Target("/api/v1/balance/compare/upload")
                .with("customerId", customerId())
                .with("side", side)
                .with("balance", balance)
                .with("tolerance", tolerance)
                .with("signed", signed != null && last ? "true" : null)
                .with("timeBasis", timeBasis);
        scope.addTo(target);
        columns.addTo(target);
        columns.check(file);
        return options.client()
                .upload(target.toString(), file, FileColumns.contentType(file), in -> columns.reading(file, in));
    }

    private String customerId() {
        String id = customer != null ? customer : customerOption;
        if (id == null) {
            throw CommandFailure.usage("Name the customer with --customer ID.");
        }
        return id;
    }

    private static boolean isAmount(String text) {
        try {
            Amount.parse(text);
            return true;
        } catch (AmountException e) {
            return false;
        }
    }
}
