package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.cli.verify.Audit;
import dev.tallystick.cli.verify.Checked;
import dev.tallystick.cli.verify.Printed;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows a live log from visit to visit. */
@Command(
        name = "audit",
        description = {
            "Follow a server's log: is its head signed, does it still begin with what was seen before, do its entries lead to it?",
            "Keeps the last head, the log's key and the entries in --state. Without --key the key of the first visit is trusted from",
            "then on. A newer key is taken only if what the server publishes shows that the old one signed over to it.",
            "Exit code 0 good, 1 something does not hold (both heads are named and kept), 2 wrong usage, 3 no answer.",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick audit http://127.0.0.1:8080 --plane sandbox --receipts receipts/")
final class AuditCommand implements Callable<Integer> {
    /** The planes whose logs can be asked for. */
    enum Plane {
        sandbox,
        production
    }

    @Parameters(paramLabel = "URL", description = "The server.")
    private String url = "";

    @Option(
            names = "--plane",
            paramLabel = "PLANE",
            description = "Whose log: sandbox or production (default: production).")
    private Plane plane = Plane.production;

    @Option(
            names = "--since",
            paramLabel = "HEADFILE",
            description = "A head you kept, besides that of the last visit.")
    private @Nullable Path since;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "Where heads and entries are kept between visits (default: ./audit).")
    private Path state = Path.of("audit");

    @Option(
            names = "--receipts",
            paramLabel = "FOLDER",
            description =
                    "Prove that every receipt and signed report in this folder is still in the log; there must be some.")
    private @Nullable Path receipts;

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Option(names = "--json", description = "Print the steps as JSON, for machines.")
    private boolean json;

    @Override
    public Integer call() {
        String server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        Path folder = state.resolve(server.replaceFirst("^https?://", "").replaceAll("[^A-Za-z0-9.-]", "_"))
                .resolve(plane.name());
        Checked checked = new Audit(server + "/log/" + plane.name(), folder, trust.trust(), since, receipts).visit();
        System.out.print(json ? Printed.json(checked) : Printed.text(checked));
        System.out.flush();
        return checked.passed() ? ExitCode.GOOD : ExitCode.NO;
    }
}
