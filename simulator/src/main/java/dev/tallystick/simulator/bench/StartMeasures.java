package dev.tallystick.simulator.bench;

import dev.tallystick.simulator.load.HttpConnection;
import dev.tallystick.simulator.load.Pause;
import dev.tallystick.simulator.load.Program;
import dev.tallystick.simulator.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** From starting the process to its first answer, and the memory it then holds while idle. Medians of rounds by turns. */
final class StartMeasures {
    private static final long IDLE_NANOS = 1_500_000_000L;

    private final Path folder;
    private final int rounds;

    StartMeasures(Plan plan, Path folder) {
        this.folder = folder;
        this.rounds = plan.rounds();
    }

    private record Start(long millis, long residentKilobytes) {}

    void run() throws IOException {
        Path log = folder.resolve("start.log");
        List<String> serve =
                Program.tallystick("serve", "--data", folder.resolve("start").toString(), "--port", "0");
        List<String> echo = Program.simulator(EchoServer.class.getName());
        Report.progress("start: first start of the folder");
        start(serve, log);
        long[][] millis = new long[3][rounds];
        long[][] memory = new long[2][rounds];
        for (int i = 0; i < rounds; i++) {
            Start server = start(serve, log);
            Start bare = start(echo, log);
            millis[0][i] = server.millis();
            millis[1][i] = bare.millis();
            millis[2][i] = javaVersion();
            memory[0][i] = server.residentKilobytes();
            memory[1][i] = bare.residentKilobytes();
        }
        long line = Report.median(millis[0]);
        Report.line("start", line, "ms", Report.ratio(line, Report.median(millis[2])), "java-version");
        Report.line("start", line, "ms", Report.ratio(line, Report.median(millis[1])), "bare-helidon");
        long kilobytes = Report.median(memory[0]);
        Report.line(
                "idle-memory",
                kilobytes / 1_024,
                "MiB",
                Report.ratio(kilobytes, Report.median(memory[1])),
                "bare-helidon");
    }

    private static Start start(List<String> command, Path log) throws IOException {
        long started = System.nanoTime();
        try (ServerProcess server = ServerProcess.launch(command, log)) {
            server.awaitListening();
            try (HttpConnection connection = new HttpConnection(server.port(), "")) {
                if (connection.get("/healthz").status() != 200) {
                    throw new IOException("a started server must answer /healthz with 200");
                }
            }
            long millis = (System.nanoTime() - started) / 1_000_000;
            Pause.nanos(IDLE_NANOS);
            return new Start(millis, resident(server.pid()));
        }
    }

    private static long javaVersion() throws IOException {
        long started = System.nanoTime();
        Process process = new ProcessBuilder(Program.javaExecutable(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.onExit().join();
        return (System.nanoTime() - started) / 1_000_000;
    }

    /** VmRSS in KiB. */
    private static long resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("/proc tells no VmRSS of process " + pid);
    }
}
