package dev.tallystick.simulator.bench;

import dev.tallystick.simulator.load.LoadOrder;
import dev.tallystick.simulator.load.LoadOrder.Kind;
import dev.tallystick.simulator.load.LoadReport;
import dev.tallystick.simulator.load.Program;
import dev.tallystick.simulator.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;

/** The real server over real HTTP, loaded by another process on the same machine. Medians of alternating rounds. */
final class HttpMeasures {
    private static final int BATCH_CONNECTIONS = 16;
    private static final int[] SINGLE_CONNECTIONS = {64, 256};
    private static final int CUSTOMERS = 10_000;

    private final Plan plan;
    private final int port;
    private final String apiKey;
    private int runs;

    HttpMeasures(Plan plan, int port, String apiKey) {
        this.plan = plan;
        this.port = port;
        this.apiKey = apiKey;
    }

    long batches(long engine) throws IOException {
        Report.progress("http-batch: warming up");
        load(port, Kind.BATCH, BATCH_CONNECTIONS, 0, plan.warmSeconds());
        long[] rates = new long[plan.rounds()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] =
                    load(port, Kind.BATCH, BATCH_CONNECTIONS, 0, plan.seconds()).perSecond() * Kind.BATCH.items();
            Report.progress("http-batch round " + (i + 1) + ": " + rates[i] + "/s");
        }
        long line = Report.median(rates);
        Report.line("http-batch", line, "deltas/s", Report.ratio(line, engine), "engine");
        return line;
    }

    void singles(Path log) throws IOException {
        try (ServerProcess echo = ServerProcess.launch(Program.simulator(EchoServer.class.getName()), log)) {
            echo.awaitListening();
            for (int connections : SINGLE_CONNECTIONS) {
                singles(echo.port(), connections);
            }
        }
    }

    private void singles(int echoPort, int connections) throws IOException {
        String name = "http-single-" + connections;
        Report.progress(name + ": warming up");
        load(port, Kind.SINGLE, connections, 0, plan.warmSecondsOfSingles());
        load(echoPort, Kind.ECHO, connections, 0, plan.warmSecondsOfSingles());
        int rounds = plan.quick() ? 1 : 3;
        long[] rates = new long[rounds];
        long[] echoes = new long[rounds];
        long[] ratios = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            rates[i] = load(port, Kind.SINGLE, connections, 0, plan.seconds()).perSecond();
            echoes[i] =
                    load(echoPort, Kind.ECHO, connections, 0, plan.seconds()).perSecond();
            ratios[i] = Report.ratio(rates[i], echoes[i]);
            Report.progress(name + " round " + (i + 1) + ": " + rates[i] + "/s, echo " + echoes[i] + "/s");
        }
        long rate = Report.median(rates);
        Report.line(name, rate, "deltas/s", Report.median(ratios), "bare-helidon-echo");
        LoadReport half = load(port, Kind.SINGLE, connections, (int) rate / 2, plan.seconds());
        LoadReport echoHalf = load(echoPort, Kind.ECHO, connections, (int) Report.median(echoes) / 2, plan.seconds());
        Report.line(
                name + "-half-load-p50",
                half.p50Micros(),
                "us",
                Report.ratio(half.p50Micros(), echoHalf.p50Micros()),
                "echo-at-half-load");
        Report.line(
                name + "-half-load-p99",
                half.p99Micros(),
                "us",
                Report.ratio(half.p99Micros(), echoHalf.p99Micros()),
                "echo-at-half-load");
    }

    private LoadReport load(int to, Kind kind, int connections, int perSecond, int seconds) throws IOException {
        return LoadReport.run(
                new LoadOrder(to, apiKey, kind, connections, 1, seconds, perSecond, CUSTOMERS, "load" + runs++, 0));
    }
}
