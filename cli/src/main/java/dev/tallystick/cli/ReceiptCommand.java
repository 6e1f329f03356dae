package dev.tallystick.cli;

import dev.tallystick.proof.json.JsonValue;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gets a receipt: of a customer's window, or by its id; shown, or as a file. */
@Command(
        name = "receipt",
        description = {
            "Get the receipt of a customer's window, or one by its id.",
            "As a file: tallystick (the offline proof), tlog-proof (the C2SP proof of its leaf) or pdf."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ./tallystick receipt acme --period 2026-03",
            "  ./tallystick receipt acme --period 2026-03 --format pdf --output acme.pdf",
            "  ./tallystick receipt --id chk_0000000042 --format tallystick --output acme.receipt.json"
        })
final class ReceiptCommand implements Callable<Integer> {
    private static final String WINDOW = "/api/v1/balance/receipt";
    private static final String BY_ID = "/api/v1/balance/receipts";

    @Parameters(paramLabel = "CUSTOMER", arity = "0..1", description = "Whose receipt.")
    private @Nullable String customer;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "A record's receiptId, or a checkpoint's id or proofRoot, in place of a customer.")
    private @Nullable String id;

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "One UTC month (default: the current one).")
    private @Nullable String period;

    @Option(names = "--start", paramLabel = "TIME", description = "First instant of a window; needs --end.")
    private @Nullable String start;

    @Option(names = "--end", paramLabel = "TIME", description = "First instant after the window.")
    private @Nullable String end;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "tallystick, tlog-proof or pdf; needs --output (default: shown).")
    private @Nullable String format;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write the file.")
    private @Nullable Path output;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it in
    private picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Target target = target();
        Path file = output;
        if (file == null) {
            if (format != null && !format.equals("json")) {
                throw new ParameterException(spec.commandLine(), "--format needs --output");
            }
            JsonValue data = options.client().get(target.toString());
            Sheet.print(data, options.json());
            return ExitCode.GOOD;
        }
        options.client()
                .download(
                        target.with("format", format == null ? "tallystick" : format)
                                .toString(),
                        file);
        return ExitCode.GOOD;
    }

    private Target target() {
        if ((customer == null) == (id == null)) {
            throw new ParameterException(spec.commandLine(), "Name a customer, or a receipt with --id");
        }
        return id != null
                ? new Target(BY_ID).part(id)
                : new Target(WINDOW)
                        .part(String.valueOf(customer))
                        .with("period", period)
                        .with("startDate", start)
                        .with("endDate", end);
    }
}
