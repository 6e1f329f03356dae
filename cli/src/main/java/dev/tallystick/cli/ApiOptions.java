package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.server.folder.FirstRun;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that asks a running server has in common: where it is and who asks. */
final class ApiOptions {
    @Option(names = "--url", description = "The server (default: TALLYSTICK_URL, then first-run.json of --data).")
    private @Nullable String url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder whose first-run.json is read (default: ./data).")
    private @Nullable Path data;

    @Option(names = "--json", description = "Print the reply's data as JSON, for machines.")
    private boolean json;

    private @Nullable FirstRun firstRun;

    boolean json() {
        return json;
    }

    /** The server's address without a slash at its end. */
    String url() {
        String given = url != null ? url : System.getenv("TALLYSTICK_URL");
        String address =
                given != null && !given.isEmpty() ? given : firstRun("--url").url();
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    Path data() {
        if (data != null) {
            return data;
        }
        String set = System.getenv("TALLYSTICK_DATA");
        return Path.of(set == null || set.isEmpty() ? "data" : set);
    }

    /** What the first start of the data folder wrote; {@code instead} names the flag that does without. */
    FirstRun firstRun(String instead) {
        FirstRun known = firstRun;
        if (known == null) {
            known = FirstRun.read(data());
            if (known == null) {
                throw CommandFailure.usage("There is no " + data().resolve(FirstRun.FILE) + ": give " + instead
                        + ", or name the server's data folder with --data.");
            }
            firstRun = known;
        }
        return known;
    }
}
