package dev.tallystick.simulator.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.folder.FirstRun;
import dev.tallystick.simulator.load.LoadOrder;
import dev.tallystick.simulator.load.LoadOrder.Kind;
import dev.tallystick.simulator.load.LoadReport;
import dev.tallystick.simulator.load.Program;
import dev.tallystick.simulator.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the middle of delivering: nothing is lost, and each customer's order is kept. */
class DeliveryCrashTest {
    private static final int DELTAS = 3_000;
    private static final int KILLS = 3;
    private static final int ANSWERED = 200;
    private static final Pattern CUSTOMER = Pattern.compile("\"customerId\":\"([^\"]*)\"");
    private static final Pattern SEQUENCE = Pattern.compile("\"sequenceNumber\":\"([0-9]+)\"");

    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<HookReceiver.Received> received = new ConcurrentLinkedQueue<>();
    private final Semaphore arrivals = new Semaphore(0);

    /** How many may be answered: so there is always something under way when the server is killed. */
    private final Semaphore answers = new Semaphore(0);

    private ServerProcess start(Path config) throws IOException {
        ServerProcess server = ServerProcess.launch(
                Program.tallystick(
                        "serve",
                        "--data",
                        folder.resolve("data").toString(),
                        "--port",
                        "0",
                        "--config",
                        config.toString()),
                folder.resolve("log"));
        server.awaitListening();
        return server;
    }

    @Test
    void nothingIsLostAndOrderIsKeptWhenTheServerIsKilledMidDelivery() throws Exception {
        Path config = Operator.allowingThisMachine(folder);
        try (HookReceiver receiver = new HookReceiver(each -> {
            received.add(each);
            arrivals.release();
            answers.acquireUninterruptibly();
        })) {
            ServerProcess server = start(config);
            try (Operator operator = new Operator(server.port(), folder.resolve("data"))) {
                operator.endpoint("http://127.0.0.1:" + receiver.port() + "/hook");
            }
            String apiKey = FirstRun.read(folder.resolve("data")).sandboxApiKey();
            LoadReport.run(new LoadOrder(
                    server.port(), apiKey, Kind.BATCH, 2, 0, 60, 0, 20, "crash", DELTAS / Kind.BATCH.items()));
            for (int kill = 0; kill < KILLS; kill++) {
                answers.release(ANSWERED);
                assertThat(arrivals.tryAcquire(ANSWERED, 30, TimeUnit.SECONDS)).isTrue();
                server.kill();
                assertThat(distinct()).hasSizeLessThan(DELTAS);
                server = start(config);
            }
            answers.release(Integer.MAX_VALUE / 2);
            try {
                awaitAll();
            } finally {
                server.stop();
            }
        }
        ordered();
    }

    /** Every record is told; repeats are told under the ids of the first time. */
    private void awaitAll() throws InterruptedException {
        while (distinct().size() < DELTAS) {
            assertThat(arrivals.tryAcquire(1, 30, TimeUnit.SECONDS))
                    .as("%d of %d records told", distinct().size(), DELTAS)
                    .isTrue();
            arrivals.drainPermits();
        }
    }

    private Set<String> distinct() {
        Set<String> ids = new HashSet<>();
        received.forEach(each -> {
            if (each.event().equals("delta.verified")) {
                ids.add(each.id());
            }
        });
        return ids;
    }

    /** The first time each of a customer's records was told, it came right after the one before it. */
    private void ordered() {
        Map<String, TreeSet<Long>> told = new HashMap<>();
        for (HookReceiver.Received each : List.copyOf(received)) {
            if (each.event().equals("delta.verified")) {
                TreeSet<Long> before = told.computeIfAbsent(field(CUSTOMER, each), key -> new TreeSet<>());
                long sequence = Long.parseLong(field(SEQUENCE, each));
                assertThat(sequence).isLessThanOrEqualTo(before.isEmpty() ? 1 : before.last() + 1);
                before.add(sequence);
            }
        }
    }

    private static String field(Pattern pattern, HookReceiver.Received from) {
        Matcher matcher = pattern.matcher(from.body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
