package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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
            "  ./tallystick receipt chk_0000000042 --format tallystick --output acme.receipt.json"
        })
final class ReceiptCommand implements Callable<Integer> {
    private static final String WINDOW = "/api/v1/balance/receipt";
    private static final String BY_ID = "/api/v1/balance/receipts";

    /** What the server takes for a receipt's id. */
    private static final Pattern RECEIPT_ID = Pattern.compile("chk_[0-9]{10,}|0x[0-9a-f]{64}");

    @Parameters(
            paramLabel = "CUSTOMER",
            arity = "0..1",
            description =
                    "Whose receipt; chk_ and digits, or 0x and 64 hex digits, counts as --id unless a window is named.")
    private @Nullable String customer;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "A record's receiptId, or a checkpoint's id or proofRoot, in place of a customer.")
    private @Nullable String id;

    @Mixin
    private final WindowOptions window = new WindowOptions();

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
            if (data instanceof JsonObject receipt && Long.valueOf(0).equals(Members.whole(receipt, "deltaCount"))) {
                lateUsage();
            }
            return ExitCode.GOOD;
        }
        options.client()
                .download(
                        target.with("format", format == null ? "tallystick" : format)
                                .toString(),
                        file);
        System.err.println(written(file));
        lateUsage();
        return ExitCode.GOOD;
    }

    /** Of a window that covers nothing; of a receipt by its id it is known what it covers. */
    private void lateUsage() {
        String whose = customer;
        if (whose != null && !byId()) {
            LateUsage.tellBelongs(LateUsage.of(options.client(), whose, window));
        }
    }

    /** On standard error, as what a command prints is for the next program. */
    private String written(Path file) {
        String kind = format == null ? "tallystick" : format;
        String check = " Check it with: ./tallystick verify " + file;
        return switch (kind) {
            case "tallystick" -> "The receipt, with its proof, is in " + file + "." + check;
            case "tlog-proof" -> "The proof of the receipt's leaf is in " + file + ".";
            default -> "The receipt as " + kind + " is in " + file + ".";
        };
    }

    /** Whether what stands for the customer is a receipt's id: a customer may have such a name too, and then takes a window. */
    private boolean byId() {
        String first = customer;
        return id == null
                && first != null
                && !window.given()
                && RECEIPT_ID.matcher(first).matches();
    }

    private Target target() {
        if (byId()) {
            return new Target(BY_ID).part(String.valueOf(customer));
        }
        if ((customer == null) == (id == null)) {
            throw new ParameterException(spec.commandLine(), "Name a customer, or a receipt with --id");
        }
        return id != null
                ? new Target(BY_ID).part(id)
                : window.addTo(new Target(WINDOW).part(String.valueOf(customer)));
    }
}
