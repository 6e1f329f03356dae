package dev.tallystick.simulator.bench;

import dev.tallystick.server.folder.FirstRun;
import dev.tallystick.simulator.load.HttpConnection;
import dev.tallystick.simulator.load.Program;
import dev.tallystick.simulator.load.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Public verification of 10,000 different roots, by turns with a bare Helidon GET; medians of the rounds. */
final class VerifyMeasures {
    private static final int CONNECTIONS = 32;
    private static final int BATCHES = 10;
    private static final Pattern ROOT = Pattern.compile("\"receiptId\":\"(0x[0-9a-f]{64})\"");

    private final Plan plan;
    private final Path folder;

    VerifyMeasures(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    void run() throws IOException {
        Files.createDirectories(folder);
        Path config = Files.writeString(folder.resolve("config"), "public-rate-limit=off\n");
        Path data = folder.resolve("data");
        List<String> serve =
                Program.tallystick("serve", "--data", data.toString(), "--port", "0", "--config", config.toString());
        try (ServerProcess server = ServerProcess.launch(serve, folder.resolve("log"));
                ServerProcess echo =
                        ServerProcess.launch(Program.simulator(EchoServer.class.getName()), folder.resolve("echo"))) {
            server.awaitListening();
            echo.awaitListening();
            FirstRun firstRun = FirstRun.read(data);
            if (firstRun == null) {
                throw new IOException("the server wrote no first-run.json");
            }
            List<String> roots = roots(server.port(), firstRun.sandboxApiKey());
            measure(server.port(), echo.port(), roots);
        }
    }

    private void measure(int port, int echoPort, List<String> roots) throws IOException {
        LongFunction<String> verify = i -> "/api/v1/verify/" + roots.get((int) (i * 7_919 % roots.size()));
        Report.progress("verify: warming up");
        rate(port, verify, plan.warmSecondsOfSingles());
        rate(echoPort, i -> "/healthz", plan.warmSecondsOfSingles());
        int rounds = plan.rounds();
        long[] rates = new long[rounds];
        long[] ratios = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            rates[i] = rate(port, verify, plan.seconds());
            long bare = rate(echoPort, n -> "/healthz", plan.seconds());
            ratios[i] = Report.ratio(rates[i], bare);
            Report.progress("verify round " + (i + 1) + ": " + rates[i] + "/s, bare GET " + bare + "/s");
        }
        Report.line("verify", Report.median(rates), "requests/s", Report.median(ratios), "bare-helidon-get");
    }

    private static List<String> roots(int port, String apiKey) throws IOException {
        List<String> roots = new ArrayList<>();
        try (HttpConnection connection = new HttpConnection(port, apiKey)) {
            for (int batch = 0; batch < BATCHES; batch++) {
                String item = "{\"customerId\":\"c" + batch + "\",\"delta\":-1,\"reason\":\"usage\"}";
                String body = "{\"deltas\":[" + String.join(",", java.util.Collections.nCopies(1_000, item)) + "]}";
                var reply = connection.post("/api/v1/balance/delta/batch", "", body.getBytes(StandardCharsets.UTF_8));
                Matcher matcher = ROOT.matcher(new String(reply.body(), StandardCharsets.UTF_8));
                while (matcher.find()) {
                    roots.add(matcher.group(1));
                }
            }
        }
        return roots;
    }

    /** Requests a second over all connections. */
    private static long rate(int port, LongFunction<String> path, int seconds) throws IOException {
        AtomicLong next = new AtomicLong();
        AtomicLong done = new AtomicLong();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try (HttpConnection connection = new HttpConnection(port, "")) {
                    while (System.nanoTime() < end) {
                        var reply = connection.get(path.apply(next.getAndIncrement()));
                        if (reply.status() != 200) {
                            throw new IllegalStateException("answered " + reply.status());
                        }
                        done.incrementAndGet();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        return done.get() / seconds;
    }
}
