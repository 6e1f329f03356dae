package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.AllowedCall;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.server.config.ServerSettings.LogLevel;
import dev.tallystick.server.config.SystemClock;
import dev.tallystick.server.ops.LogLines;
import dev.tallystick.server.witness.WitnessServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a witness for other people's logs. */
@Command(
        name = "witness",
        description = "Run a witness: it cosigns a log's heads, and never two that do not fit together.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer =
                "  ./tallystick witness serve --data /var/lib/witness --log \"$(curl -s https://ledger.example/log/production/key | head -1)\"")
final class WitnessCommand implements Runnable {
    /** Beyond what the witness grants the requests under way. */
    private static final long STOP_MILLIS = 4_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw wrong("Name what to do: serve or key");
    }

    private ParameterException wrong(String sentence) {
        if (spec == null) {
            throw new IllegalStateException(sentence);
        }
        return new ParameterException(spec.commandLine(), sentence);
    }

    @Command(
            name = "serve",
            description = "Run it until SIGTERM or Ctrl-C.",
            sortOptions = false,
            mixinStandardHelpOptions = true)
    int serve(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Its folder; never copy it back.")
                    Path data,
            @Option(
                            names = "--log",
                            required = true,
                            paramLabel = "VKEY",
                            description = "Key of a log to cosign; may be given more than once.")
                    List<String> logs,
            @Option(
                            names = "--host",
                            defaultValue = "127.0.0.1",
                            paramLabel = "H",
                            description = "Address to listen on.")
                    String host,
            @Option(
                            names = "--port",
                            defaultValue = "8090",
                            paramLabel = "P",
                            description = "Port to listen on; 0 takes a free one (default: 8090).")
                    int port,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "The key's name, decided with the first start (default: a random one).")
                    @Nullable
                    String name)
            throws InterruptedException {
        LogLines.install(LogLevel.INFO);
        WitnessServer server = WitnessServer.start(
                new WitnessServer.Settings(
                        data, name, logs.stream().map(this::logKey).toList(), host, port),
                SystemClock.system());
        stopWithTheProcess(server);
        System.out.println("The witness is listening on " + server.url() + " with the key");
        System.out.println(server.key().text());
        System.out.flush();
        new CountDownLatch(1).await();
        return ExitCode.GOOD;
    }

    @Command(name = "key", description = "Print its public key (vkey).", mixinStandardHelpOptions = true)
    int key(@Option(names = "--data", required = true, paramLabel = "DIR", description = "Its folder.") Path data) {
        System.out.println(WitnessServer.key(data).text());
        return ExitCode.GOOD;
    }

    private VerifierKey logKey(String vkey) {
        try {
            return VerifierKey.parse(vkey.strip());
        } catch (NoteException e) {
            throw wrong("--log: " + e.getMessage());
        }
    }

    @AllowedCall("A JVM stopped by a signal ends with 128 and its number unless its last hook decides otherwise.")
    private static void stopWithTheProcess(WitnessServer server) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            Thread closer = Thread.ofPlatform().name("close").daemon(true).start(server::close);
            try {
                closer.join(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(ExitCode.GOOD);
        }));
    }
}
