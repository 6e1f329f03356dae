package dev.tallystick.simulator.bench;

import dev.tallystick.server.folder.FirstRun;
import dev.tallystick.simulator.load.LoadOrder;
import dev.tallystick.simulator.load.LoadOrder.Kind;
import dev.tallystick.simulator.load.LoadReport;
import dev.tallystick.simulator.load.Program;
import dev.tallystick.simulator.load.ServerProcess;
import dev.tallystick.simulator.load.TemporaryFolder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A million rows of a CSV file laid beside a million records, over HTTP, by a server that may use 512 MiB of heap. The
 * reference joins two such files in the plainest way there is: both whole in a hash map.
 */
final class RecordMeasures {
    private static final int ROWS = 1_000_000;
    private static final int FILL_CONNECTIONS = 4;
    private static final int FILL_SECONDS = 600;
    private static final String LABEL = "many";

    private final Plan plan;
    private final Path folder;

    RecordMeasures(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    void run() throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(
                Program.tallystick("serve", "--data", folder.resolve("data").toString(), "--port", "0"));
        command.add(1, "-Xmx512m");
        try (ServerProcess server = ServerProcess.launch(command, folder.resolve("log"))) {
            server.awaitListening();
            FirstRun firstRun = FirstRun.read(folder.resolve("data"));
            if (firstRun == null) {
                throw new IOException("the server wrote no first-run.json");
            }
            measure(server, firstRun.sandboxApiKey());
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    private void measure(ServerProcess server, String key) throws IOException {
        Report.progress("compare-records: recording " + ROWS + " records");
        LoadReport.run(new LoadOrder(
                server.port(),
                key,
                Kind.FILL,
                FILL_CONNECTIONS,
                0,
                FILL_SECONDS,
                0,
                1,
                LABEL,
                ROWS / Kind.FILL.items()));
        Path recorded = write("recorded.csv", false);
        Path claimed = write("claimed.csv", true);
        long before = residentKilobytes(server);
        int rounds = plan.quick() ? 1 : 3;
        long[] millis = new long[rounds];
        long[] joins = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            millis[i] = compare(server, key, claimed);
            joins[i] = join(recorded, claimed);
            Report.progress(
                    "compare-records round " + (i + 1) + ": " + millis[i] + " ms, plain join " + joins[i] + " ms");
        }
        long line = Report.median(millis);
        Report.line("compare-records", line, "ms", Report.ratio(line, Report.median(joins)), "plain-heap-join");
        long peak = residentKilobytes(server);
        Report.line("compare-records-memory", peak / 1_024, "MiB", Report.ratio(peak, before), "before-comparing");
    }

    /** The file of what is recorded; or, with changes, one that lacks a row, alters, repeats and adds one. */
    private Path write(String name, boolean changed) throws IOException {
        Path file = folder.resolve(name);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("referenceId,delta\n");
            for (int i = changed ? 1 : 0; i < ROWS; i++) {
                out.write(row(i, changed && i == 77 ? "-12.35" : "-12.34"));
            }
            if (changed) {
                out.write(row(78, "-12.34"));
            }
        }
        return file;
    }

    private static String row(int number, String delta) {
        return String.format(Locale.ROOT, "%s-2026-11-24-%012d,%s%n", LABEL, number, delta);
    }

    private static long compare(ServerProcess server, String key, Path file) throws IOException {
        long started = System.nanoTime();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()
                            + "/api/v1/balance/compare/upload?side=yours&customerId=" + LABEL + "_000000"))
                    .header("Content-Type", "text/csv")
                    .header("X-Api-Key", key)
                    .POST(BodyPublishers.ofFile(file))
                    .build();
            HttpResponse<String> reply = client.send(request, BodyHandlers.ofString());
            String body = reply.body();
            for (String part : List.of(
                    "\"matched\",\"count\":999998,",
                    "\"amount_differs\",\"count\":1,",
                    "\"missing_yours\",\"count\":1,",
                    "\"duplicate\",\"count\":1,")) {
                if (!body.contains(part)) {
                    throw new IOException(
                            "expected " + part + " in " + body.substring(0, Math.min(2_000, body.length())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return (System.nanoTime() - started) / 1_000_000;
    }

    private static long join(Path recorded, Path claimed) throws IOException {
        long started = System.nanoTime();
        Map<String, BigDecimal> amounts = read(recorded);
        long differing = 0;
        for (Map.Entry<String, BigDecimal> row : read(claimed).entrySet()) {
            BigDecimal amount = amounts.remove(row.getKey());
            differing += amount == null || amount.compareTo(row.getValue()) != 0 ? 1 : 0;
        }
        if (differing != 1 || amounts.size() != 1) {
            throw new IOException("the reference found " + differing + " and " + amounts.size());
        }
        return (System.nanoTime() - started) / 1_000_000;
    }

    private static Map<String, BigDecimal> read(Path file) throws IOException {
        Map<String, BigDecimal> amounts = new HashMap<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int comma = line.indexOf(',');
                amounts.put(line.substring(0, comma), new BigDecimal(line.substring(comma + 1)));
            }
        }
        return amounts;
    }

    /** The most memory the server has held so far. */
    private static long residentKilobytes(ServerProcess server) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + server.pid() + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("the system does not tell how much memory the server holds");
    }
}
