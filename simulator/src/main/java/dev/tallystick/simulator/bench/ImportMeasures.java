package dev.tallystick.simulator.bench;

import dev.tallystick.simulator.load.Program;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code tallystick import} as a process of its own, on a CSV file, start and end included. Median of rounds. */
final class ImportMeasures {
    private static final int CUSTOMERS = 10_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Plan plan;
    private final Served served;

    ImportMeasures(Plan plan, Served served) {
        this.plan = plan;
        this.served = served;
    }

    void run(Path folder, long batch) throws IOException {
        int rows = plan.quick() ? 200_000 : 600_000;
        Path log = folder.resolve("import.log");
        load(file(folder, "warm", rows / 4), log);
        long[] rates = new long[3];
        for (int i = 0; i < rates.length; i++) {
            Path file = file(folder, "round" + i, rows);
            long start = System.nanoTime();
            load(file, log);
            rates[i] = rows * NANOS_PER_SECOND / (System.nanoTime() - start);
            Files.delete(file);
            Report.progress("import round " + (i + 1) + ": " + rates[i] + "/s");
        }
        long line = Report.median(rates);
        Report.line("import", line, "deltas/s", Report.ratio(line, batch), "http-batch");
    }

    private static Path file(Path folder, String name, int rows) throws IOException {
        Path file = folder.resolve(name + ".csv");
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            out.write("customerId,delta,reason,referenceId\n");
            for (int i = 0; i < rows; i++) {
                out.write("customer-" + i % CUSTOMERS + ",-" + (i % 900 + 1) + ".25,API calls of one hour,usage:" + name
                        + ":" + i + "\n");
            }
        }
        return file;
    }

    private void load(Path file, Path log) throws IOException {
        List<String> command = Program.tallystick(
                "import",
                file.toString(),
                "--map",
                "referenceId=referenceId",
                "--url",
                "http://127.0.0.1:" + served.port(),
                "--key",
                served.apiKey());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("the import failed: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroy();
        }
    }
}
