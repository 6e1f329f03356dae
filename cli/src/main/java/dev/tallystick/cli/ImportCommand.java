package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.cli.imports.ImportField;
import dev.tallystick.cli.imports.ImportMapping;
import dev.tallystick.cli.imports.Importer;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.io.Console;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records the rows of files. */
@Command(
        name = "import",
        description = {
            "Record the rows of CSV or NDJSON files, packed with gzip or not.",
            "Importing a file again stores nothing twice: it goes by referenceId. Rows without one get a reference made of"
                    + " the file's whole content and the row's number, so an edited file is another file.",
            "Refused rows are listed in FILE.refused.csv, the others are stored. Exit code 1 if any was refused.",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer =
                "  ./tallystick import march.csv.gz --map customerId=account --map delta=units --negate --set reason='API calls'")
final class ImportCommand implements Callable<Integer> {
    private static final int LANES_MAX = 64;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files; - alone reads standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--map",
            paramLabel = "FIELD=COLUMN",
            description = {
                "The column (or member) of a field: customerId, delta, reason, referenceId, occurredAt, metadata,",
                "adjustsRecordId or adjustsReferenceId. Unless mapped, the one of the field's own name."
            })
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(
            names = "--set",
            paramLabel = "FIELD=TEXT",
            description = "The same text for all rows that have none (reason: 'import' unless set).")
    private Map<String, String> fixed = new LinkedHashMap<>();

    @Option(names = "--negate", description = "Change the sign of every delta: for files that list usage as positive.")
    private boolean negate;

    @Option(
            names = "--decimal-comma",
            description = "Amounts of CSV files have a decimal comma, and points between thousands if any: 1.958,93.")
    private boolean decimalComma;

    @Option(names = "--format", paramLabel = "csv|ndjson", description = "Unless given, by the file's name.")
    private @Nullable String format;

    @Option(
            names = "--separator",
            paramLabel = "C",
            description = "Between fields of a CSV file: one character, or \\t for a tab (default: ,).")
    private String separator = ",";

    @Option(names = "--parallel", paramLabel = "N", description = "Batches under way at a time, 1 to 64 (default: 4).")
    private int parallel = 4;

    @Option(names = "--dry-run", description = "Read and check the files; store nothing.")
    private boolean dryRun;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        if (parallel < 1 || parallel > LANES_MAX) {
            throw CommandFailure.usage("--parallel must be 1 to " + LANES_MAX + ".");
        }
        Importer importer = null;
        try {
            Importer.Plan plan = plan();
            importer = new Importer(plan);
            Importer.Result result = importer.run(paths());
            Sheet.print(shown(result), options.json());
            if (result.refused() > 0 && !plan.mapping().columns().containsKey(ImportField.REFERENCE_ID)) {
                System.err.println(
                        "Rows without references got some made of the whole file: an edited file is another one,"
                                + " and all its rows would count again. Mend the refused rows in a file of their own.");
            }
            return result.refused() > 0 ? ExitCode.NO : ExitCode.GOOD;
        } catch (CommandFailure e) {
            if (importer != null && importer.result().rows() > 0) {
                Sheet.print(shown(importer.result()), options.json());
            }
            throw e;
        }
    }

    private Importer.Plan plan() {
        return new Importer.Plan(
                ImportMapping.of(columns, fixed, negate).withDecimalComma(decimalComma),
                csv(),
                separator(),
                parallel,
                dryRun,
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
                dryRun ? "" : options.url(),
                dryRun ? "" : options.apiKey());
    }

    private @Nullable Boolean csv() {
        return switch (format) {
            case null -> null;
            case "csv" -> Boolean.TRUE;
            case "ndjson" -> Boolean.FALSE;
            default -> throw CommandFailure.usage("--format must be csv or ndjson.");
        };
    }

    private char separator() {
        String one = separator.equals("\\t") ? "\t" : separator;
        if (one.length() != 1 || "\"\r\n".contains(one)) {
            throw CommandFailure.usage(
                    "--separator must be one character, such as ',', ';' or '\\t' for a tab, and no quotation mark.");
        }
        return one.charAt(0);
    }

    private List<Path> paths() {
        return files.equals(List.of("-"))
                ? List.of()
                : files.stream().map(Path::of).toList();
    }

    private JsonValue shown(Importer.Result result) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        if (dryRun) {
            members.put("dryRun", JsonBoolean.TRUE);
        }
        members.put("rows", JsonNumber.of(result.rows()));
        if (!dryRun) {
            members.put("recorded", JsonNumber.of(result.recorded()));
            members.put("recordedBefore", JsonNumber.of(result.repeated()));
        }
        members.put("refused", JsonNumber.of(result.refused()));
        members.put("sumOfRowsRead", new JsonNumber(result.sum().value()));
        if (!result.refusedFiles().isEmpty()) {
            members.put(
                    "refusedRowsIn",
                    new JsonArray(result.refusedFiles().stream()
                            .<JsonValue>map(path -> new JsonString(path.toString()))
                            .toList()));
        }
        return new JsonObject(members);
    }
}
