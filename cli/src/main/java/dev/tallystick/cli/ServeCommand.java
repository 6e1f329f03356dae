package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.AllowedCall;
import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.ServerSettings;
import dev.tallystick.server.config.SettingsLoader;
import dev.tallystick.server.config.SystemClock;
import dev.tallystick.server.folder.FirstRun;
import dev.tallystick.server.ops.LogLines;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the server until SIGTERM or SIGINT. */
@Command(
        name = "serve",
        description = {
            "Run the server until SIGTERM or Ctrl-C.",
            "A flag beats the environment (TALLYSTICK_DATA, TALLYSTICK_HOST, ...), which beats the file.",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ./tallystick serve --data /var/lib/tallystick --port 8080",
            "",
            "Settings of the --config file; the environment has each as TALLYSTICK_NAME, in capitals with _ for -:",
            "  data, host, port, log-level, public-url, log-name, witnesses, on-rollback",
            "                      as the options above",
            "  trusted-proxies     addresses or ranges whose X-Forwarded-For is believed (default: none)",
            "  key-rate-limit      requests of an API key: off (default) or REQUESTS/SECONDS such as 600/60",
            "  address-rate-limit  requests of an address where a key is needed (default: off)",
            "  public-rate-limit   requests of an address where none is needed (default: 5000/10)",
            "  scope-months        the widest scope of a request, 1 to 120 months (default: 24)",
            "  webhook-allow       private ranges webhooks may go to, none (default) or all",
            "  secrets-key         seals webhooks' secrets; 32 bytes in Base64 or hex (default: DIR/webhook-key)",
        })
final class ServeCommand implements Callable<Integer> {
    /** Below the ten seconds promised; what is still open then is whole after the next start anyway. */
    private static final long STOP_MILLIS = 9_500;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder, made on the first start (default: ./data).")
    private @Nullable String data;

    @Option(names = "--host", paramLabel = "H", description = "Address to listen on (default: 127.0.0.1).")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "P", description = "Port to listen on; 0 takes a free one (default: 8080).")
    private @Nullable String port;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {"Properties file (NAME = VALUE a line); it may hold the settings listed below."})
    private @Nullable String config;

    @Option(names = "--log-level", paramLabel = "L", description = "error, warning, info or debug (default: info).")
    private @Nullable String logLevel;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "How links in replies begin (default: as the request's Host header says).")
    private @Nullable String publicUrl;

    @Option(
            names = "--log-name",
            paramLabel = "NAME",
            description = "Name of the transparency logs, decided with the first start (default: a random one).")
    private @Nullable String logName;

    @Option(
            names = "--witnesses",
            paramLabel = "LIST",
            description = "Who cosigns the logs: 'VKEY URL' of each, separated by commas (default: nobody).")
    private @Nullable String witnesses;

    @Option(
            names = "--on-rollback",
            paramLabel = "log|stop",
            description =
                    "When a witness knows more of a log than this server: log it, or stop writing (default: log).")
    private @Nullable String onRollback;

    /** What the process ends with, whoever ends it. */
    private final AtomicInteger exitCode = new AtomicInteger(ExitCode.GOOD);

    @Override
    public Integer call() throws InterruptedException {
        ServerSettings settings = SettingsLoader.load(flags(), System.getenv());
        LogLines.install(settings.logLevel());
        TallystickServer server = TallystickServer.start(settings, SystemClock.system());
        stopWithTheProcess(server);
        announce(server);
        server.awaitListenerLoss();
        // It must not look healthy while it answers nobody: whoever supervises the process is to start it again.
        exitCode.set(ExitCode.SURROUNDINGS);
        return exitCode.get();
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        put(flags, "data", data);
        put(flags, "host", host);
        put(flags, "port", port);
        put(flags, "config", config);
        put(flags, "log-level", logLevel);
        put(flags, "public-url", publicUrl);
        put(flags, "log-name", logName);
        put(flags, "witnesses", witnesses);
        put(flags, "on-rollback", onRollback);
        return flags;
    }

    private static void put(Map<String, String> flags, String name, @Nullable String value) {
        if (value != null) {
            flags.put(name, value);
        }
    }

    private static void announce(TallystickServer server) {
        System.out.println("Tallystick is listening on " + server.url());
        FirstRun first = server.firstRun();
        if (first != null) {
            System.out.println();
            System.out.println(
                    "This is the first start of " + server.folder() + ". Your sandbox API key, shown this once:");
            System.out.println("  " + first.sandboxApiKey());
            System.out.println("It, the production key and the operator password stand in "
                    + server.folder().resolve(FirstRun.FILE) + ". Try it:");
            System.out.println(
                    "  curl -s " + server.url() + "/api/v1/balance/delta -H 'X-Api-Key: " + first.sandboxApiKey()
                            + "' -H 'Content-Type: application/json'"
                            + " -d '{\"customerId\":\"hello\",\"delta\":-1,\"reason\":\"first\",\"referenceId\":\"first-1\"}'");
        }
        System.out.flush();
    }

    @AllowedCall("A JVM stopped by a signal ends with 128 and its number unless its last hook decides otherwise.")
    private void stopWithTheProcess(TallystickServer server) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            Thread closer = Thread.ofPlatform().name("close").daemon(true).start(server::close);
            try {
                closer.join(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(exitCode.get());
        }));
    }
}
