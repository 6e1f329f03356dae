package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists a customer's receipts. */
@Command(
        name = "receipts",
        description = "List a customer's receipts, newest first.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick receipts acme")
final class ReceiptsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CUSTOMER", description = "Whose receipts.")
    private String customer = "";

    @Option(names = "--limit", paramLabel = "N", description = "Receipts shown, 1 to 100 (default: 25).")
    private @Nullable String limit;

    @Option(names = "--offset", paramLabel = "N", description = "Receipts passed over.")
    private @Nullable String offset;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Override
    public Integer call() {
        Target target = new Target("/api/v1/balance/customers")
                .part(customer)
                .part("receipts")
                .with("limit", limit)
                .with("offset", offset);
        JsonValue data = options.client().get(target.toString());
        if (data instanceof JsonArray && !options.json()) {
            System.out.print(ReceiptSheet.text(Members.objects(new JsonObject(Map.of("receipts", data)), "receipts")));
            System.out.flush();
        } else {
            Sheet.print(data, options.json());
        }
        return ExitCode.GOOD;
    }
}
