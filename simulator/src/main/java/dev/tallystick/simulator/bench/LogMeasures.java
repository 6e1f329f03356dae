package dev.tallystick.simulator.bench;

import dev.tallystick.server.log.PlaneLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** What the signed log costs the engine, by rounds in turns, and how long a proof out of a long log takes. */
final class LogMeasures {
    private static final int CUSTOMERS = 10_000;
    private static final int PROOFS = 20_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long PROOF_BOUND_MICROS = 5_000;

    private final Plan plan;
    private final Path folder;

    LogMeasures(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    void run() throws IOException {
        long deltas = plan.turnDeltas();
        int rounds = plan.rounds();
        long[] logged = new long[rounds];
        long[] ratios = new long[rounds];
        try (Engine plain = Engine.open(Files.createDirectory(folder.resolve("without-log")));
                Engine with = Engine.openLogged(Files.createDirectory(folder.resolve("with-log")))) {
            EngineLoad plainLoad = new EngineLoad(plain, new Usage(CUSTOMERS, "spread"));
            EngineLoad withLoad = new EngineLoad(with, new Usage(CUSTOMERS, "spread"));
            Report.progress("log: warming up");
            plainLoad.run(plan.engineWarmDeltas() / 2);
            withLoad.run(plan.engineWarmDeltas() / 2);
            for (int i = 0; i < rounds; i++) {
                long plainNanos = plainLoad.run(deltas);
                long nanos = withLoad.run(deltas);
                logged[i] = deltas * SECOND / nanos;
                ratios[i] = Report.ratio(plainNanos, nanos);
                Report.progress("log round " + (i + 1) + ": " + logged[i] + "/s with, " + deltas * SECOND / plainNanos
                        + "/s without");
            }
            if (plan.wants("log")) {
                Report.line("log", Report.median(logged), "deltas/s", Report.median(ratios), "engine-without-log");
                Report.line(
                        "log-sign",
                        with.log().signNanos() / 1_000,
                        "us",
                        Report.ratio(with.log().signNanos(), SECOND / 1_000),
                        "1-ms");
            }
            if (plan.wants("proof")) {
                proofs(with, withLoad);
            }
        }
    }

    private void proofs(Engine engine, EngineLoad load) {
        long wanted = plan.full() ? 10_000_000 : 1_000_000;
        long missing = wanted - engine.log().head().head().size();
        if (missing > 0) {
            Report.progress("proof: recording " + missing + " more");
            load.run(missing);
        }
        PlaneLog log = engine.log();
        long size = log.head().head().size();
        Random random = new Random(1);
        long bytes = 0;
        long[] nanos = new long[PROOFS];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < PROOFS; i++) {
                long index = random.nextLong(size);
                long started = System.nanoTime();
                bytes += log.proof(index).text().length;
                nanos[i] = System.nanoTime() - started;
            }
        }
        Arrays.sort(nanos);
        String name = "proof-" + size / 1_000_000 + "m";
        Report.progress(name + ": " + bytes / (2 * PROOFS) + " bytes each");
        line(name + "-p50", nanos[PROOFS / 2]);
        line(name + "-p99", nanos[PROOFS * 99 / 100]);
    }

    private static void line(String name, long nanos) {
        long micros = nanos / 1_000;
        Report.line(name, micros, "us", Report.ratio(micros, PROOF_BOUND_MICROS), "5-ms");
    }
}
