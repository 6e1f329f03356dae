package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.sequencer.BreakableJournal;
import dev.tallystick.server.sequencer.PlaneName;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A stop finishes what is under way: whoever sent a request before it began is answered with what came of it. */
class StopTest {
    private static final int BATCHES = 8;
    private static final String BATCH = "/api/v1/balance/delta/batch";

    @TempDir
    private Path folder;

    private static String batch(int customer) {
        String item = "{\"customerId\":\"c" + customer + "\",\"delta\":-1,\"reason\":\"usage\"}";
        return "{\"deltas\":[" + item + "," + item + "]}";
    }

    @Test
    void requestsUnderWayWhenAStopBeginsAreAnsweredWithTheirResult() throws Exception {
        try (TestServer server = new TestServer(folder);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            BreakableJournal journal = server.journal(PlaneName.SANDBOX);
            journal.hold();
            Thread stop;
            List<Future<HttpResponse<String>>> running = new ArrayList<>();
            try {
                for (int i = 0; i < BATCHES; i++) {
                    String body = batch(i);
                    running.add(threads.submit(() -> server.post(BATCH, body)));
                }
                journal.awaitHeld();
                awaitRunning(server);
                stop = Thread.ofPlatform().start(server::stopHttp);
                awaitWaiting(stop);
                assertThat(running).as("answered before anything is stored").noneMatch(Future::isDone);
            } finally {
                journal.release();
            }
            for (Future<HttpResponse<String>> each : running) {
                HttpResponse<String> reply = each.get();
                assertThat(reply.statusCode()).isEqualTo(201);
                JsonNode data = Json.parse(reply.body()).path("data");
                assertThat(data.path("totalQueued").asInt()).isEqualTo(2);
                assertThat(data.at("/results/1/recordId").asString()).startsWith("r_");
            }
            stop.join();
            server.restart();
            for (int i = 0; i < BATCHES; i++) {
                assertThat(server.get("/api/v1/balance/derive/c" + i).body())
                        .contains("\"computedBalance\":-2,", "\"deltasCount\":2,");
            }
        }
    }

    /** Returns once the server is serving every batch; it counts the request that asks, too. */
    private static void awaitRunning(TestServer server) {
        String all = "\ntallystick_http_requests_running " + (BATCHES + 1) + ".0\n";
        while (!server.get("/metrics").body().contains(all)) {
            Thread.onSpinWait();
        }
    }

    /** Returns once a stop gives requests the time it gives them, or has given them none and cut them off. */
    private static void awaitWaiting(Thread stop) {
        while (stop.getState() != Thread.State.TIMED_WAITING && stop.isAlive()) {
            Thread.onSpinWait();
        }
    }
}
