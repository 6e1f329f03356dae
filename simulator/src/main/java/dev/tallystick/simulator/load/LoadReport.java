package dev.tallystick.simulator.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a load generator saw while it measured.
 *
 * @param requests answered with 2xx
 * @param failures answered otherwise
 * @param nanos how long it measured
 * @param p50Micros half of the requests took no longer
 * @param p99Micros 99 of 100 took no longer
 */
public record LoadReport(long requests, long failures, long nanos, long p50Micros, long p99Micros) {

    /** Requests answered with 2xx, per second. */
    public long perSecond() {
        return requests * 1_000_000_000 / Math.max(1, nanos);
    }

    String toLine() {
        return requests + " " + failures + " " + nanos + " " + p50Micros + " " + p99Micros;
    }

    /**
     * Runs a generator in a process of its own.
     *
     * @throws IOException it failed, or a request was not answered with 2xx
     */
    public static LoadReport run(LoadOrder order) throws IOException {
        List<String> command = new ArrayList<>(Program.simulator(LoadGenerator.class.getName()));
        command.addAll(order.arguments());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("the load generator ended without a report");
            }
            String[] fields = line.split(" ", 5);
            LoadReport report = new LoadReport(
                    Long.parseLong(fields[0]),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[4]));
            if (report.failures > 0) {
                throw new IOException(report.failures + " of " + (report.requests + report.failures) + " "
                        + order.kind() + " requests were not answered with 2xx");
            }
            return report;
        } finally {
            process.destroy();
        }
    }
}
