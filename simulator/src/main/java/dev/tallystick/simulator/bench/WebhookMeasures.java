package dev.tallystick.simulator.bench;

import dev.tallystick.server.folder.FirstRun;
import dev.tallystick.simulator.hook.HookReceiver;
import dev.tallystick.simulator.hook.Operator;
import dev.tallystick.simulator.load.LoadOrder;
import dev.tallystick.simulator.load.LoadOrder.Kind;
import dev.tallystick.simulator.load.LoadReport;
import dev.tallystick.simulator.load.Program;
import dev.tallystick.simulator.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Deliveries to a receiver on the same machine while batches are recorded as fast as they go, and what that costs them. */
final class WebhookMeasures {
    private static final int CONNECTIONS = 16;
    private static final int CUSTOMERS = 10_000;
    private static final long WANTED = 5_000;

    private final Plan plan;
    private final Path folder;
    private int runs;

    WebhookMeasures(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    void run() throws IOException {
        Files.createDirectories(folder);
        Path config = Operator.allowingThisMachine(folder);
        long[] alone = new long[plan.rounds()];
        long[] beside = new long[plan.rounds()];
        long[] deliveries = new long[plan.rounds()];
        long[] kept = new long[plan.rounds()];
        try (ServerProcess receiver =
                ServerProcess.launch(Program.simulator(HookReceiver.class.getName()), folder.resolve("receiver.log"))) {
            receiver.awaitListening();
            for (int i = 0; i < alone.length; i++) {
                alone[i] = round(i + "-alone", config, 0)[0];
                long[] both = round(i + "-beside", config, receiver.port());
                beside[i] = both[0];
                deliveries[i] = both[1];
                // Neighbours in time: from one round to the next the machine's pace changes more than webhooks cost.
                kept[i] = Report.ratio(beside[i], alone[i]);
                Report.progress("webhooks round " + (i + 1) + ": " + deliveries[i] + " deliveries/s beside " + beside[i]
                        + " deltas/s, alone " + alone[i]);
            }
        }
        long rate = Report.median(deliveries);
        Report.line("webhooks", rate, "deliveries/s", Report.ratio(rate, WANTED), "5000-deliveries/s");
        Report.line(
                "http-batch-with-webhooks",
                Report.median(beside),
                "deltas/s",
                Report.median(kept),
                "http-batch-without");
    }

    /** Deltas and deliveries a second, on a fresh server; no endpoint for port 0. */
    private long[] round(String name, Path config, int receiver) throws IOException {
        Path data = folder.resolve(name);
        try (ServerProcess server = ServerProcess.launch(
                Program.tallystick("serve", "--data", data.toString(), "--port", "0", "--config", config.toString()),
                folder.resolve("server.log"))) {
            server.awaitListening();
            try (Operator operator = new Operator(server.port(), data)) {
                if (receiver > 0) {
                    operator.endpoint("http://127.0.0.1:" + receiver + "/hook");
                }
                String apiKey = Objects.requireNonNull(FirstRun.read(data)).sandboxApiKey();
                load(server.port(), apiKey, plan.warmSecondsOfSingles());
                long before = count(operator, receiver);
                long started = System.nanoTime();
                LoadReport report = load(server.port(), apiKey, plan.seconds());
                long delivered = count(operator, receiver) - before;
                long nanos = System.nanoTime() - started;
                return new long[] {
                    report.perSecond() * Kind.BATCH.items(), delivered * 1_000_000_000L / Math.max(1, nanos)
                };
            }
        }
    }

    private static long count(Operator operator, int receiver) throws IOException {
        return receiver == 0 ? 0 : Long.parseLong(operator.get("http://127.0.0.1:" + receiver + "/count"));
    }

    private LoadReport load(int port, String apiKey, int seconds) throws IOException {
        return LoadReport.run(
                new LoadOrder(port, apiKey, Kind.BATCH, CONNECTIONS, 1, seconds, 0, CUSTOMERS, "hooks" + runs++, 0));
    }
}
