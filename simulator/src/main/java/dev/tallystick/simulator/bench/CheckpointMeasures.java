package dev.tallystick.simulator.bench;

import dev.tallystick.proof.AllowedCall;
import dev.tallystick.simulator.load.HttpConnection;
import dev.tallystick.simulator.load.HttpReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sealing the current month of customers with short and long histories, by turns, each time with one record more. */
final class CheckpointMeasures {
    private static final int CREATED = 201;

    private final Plan plan;
    private final int port;
    private final String apiKey;

    CheckpointMeasures(Plan plan, int port, String apiKey) {
        this.plan = plan;
        this.port = port;
        this.apiKey = apiKey;
    }

    void run(List<String> histories) throws IOException {
        int seals = plan.quick() ? 200 : 1_000;
        long[][] nanos = new long[histories.size()][seals];
        try (HttpConnection connection = new HttpConnection(port, apiKey)) {
            // The first turns only warm up.
            for (int turn = -seals; turn < seals; turn++) {
                for (int i = 0; i < histories.size(); i++) {
                    long took = seal(connection, histories.get(i));
                    if (turn >= 0) {
                        nanos[i][turn] = took;
                    }
                }
            }
        }
        print(histories, nanos, "p50", seals / 2);
        print(histories, nanos, "p99", seals * 99 / 100);
    }

    @AllowedCall("what is measured is how long the server takes by the real clock")
    private static long seal(HttpConnection connection, String history) throws IOException {
        String customer = history + "_000000";
        post(
                connection,
                "/api/v1/balance/delta",
                "{\"customerId\":\"" + customer + "\",\"delta\":-1,\"reason\":\"one record more\"}");
        long before = System.nanoTime();
        post(connection, "/api/v1/balance/checkpoint", "{\"customerId\":\"" + customer + "\"}");
        return System.nanoTime() - before;
    }

    private static void post(HttpConnection connection, String path, String body) throws IOException {
        HttpReply reply = connection.post(path, "", body.getBytes(StandardCharsets.UTF_8));
        if (reply.status() != CREATED) {
            throw new IOException(
                    path + " was answered " + reply.status() + ": " + new String(reply.body(), StandardCharsets.UTF_8));
        }
    }

    private static void print(List<String> histories, long[][] nanos, String percentile, int rank) {
        String reference = "checkpoint-" + histories.getFirst() + "-" + percentile;
        long first = 0;
        for (int i = 0; i < histories.size(); i++) {
            long[] sorted = nanos[i].clone();
            Arrays.sort(sorted);
            long value = TimeUnit.NANOSECONDS.toMicros(sorted[rank]);
            first = i == 0 ? value : first;
            Report.line(
                    "checkpoint-" + histories.get(i) + "-" + percentile,
                    value,
                    "us",
                    Report.ratio(value, first),
                    reference);
        }
    }
}
