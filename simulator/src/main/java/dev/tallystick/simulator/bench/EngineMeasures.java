package dev.tallystick.simulator.bench;

import dev.tallystick.simulator.load.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The engine without HTTP: spread load, one hot customer, and rebuilding the index. Rounds of spread load, file reference
 * and hot load alternate; each figure is the median of its rounds, each ratio the median of the rounds' ratios.
 */
final class EngineMeasures {
    private static final int CUSTOMERS = 10_000;
    private static final long SECOND = 1_000_000_000L;

    private final Plan plan;
    private final Path folder;

    EngineMeasures(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    /** Measures and prints; returns the engine line in deltas per second, to which others are compared. */
    long run() throws IOException {
        long deltas = plan.engineDeltas();
        int rounds = plan.rounds();
        long[] spread = new long[rounds];
        long[] ofFile = new long[rounds];
        long[] hot = new long[rounds];
        long[] ofSpread = new long[rounds];
        long stored;
        try (Engine engine = Engine.open(folder)) {
            EngineLoad spreadLoad = new EngineLoad(engine, new Usage(CUSTOMERS, "spread"));
            EngineLoad hotLoad = new EngineLoad(engine, new Usage(1, "hot"));
            Report.progress("engine: warming up");
            spreadLoad.run(plan.engineWarmDeltas());
            for (int i = 0; i < rounds; i++) {
                long bytes = engine.journalBytes();
                long groups = engine.groups();
                long nanos = spreadLoad.run(deltas);
                long reference = FileReference.run(
                        folder.resolve("reference-" + i), engine.journalBytes() - bytes, engine.groups() - groups);
                spread[i] = deltas * SECOND / nanos;
                ofFile[i] = Report.ratio(reference, nanos);
                long hotNanos = plan.wants("hot-customer") ? hotLoad.run(deltas) : nanos;
                hot[i] = deltas * SECOND / hotNanos;
                ofSpread[i] = Report.ratio(nanos, hotNanos);
                Report.progress("engine round " + (i + 1) + ": " + spread[i] + "/s spread, "
                        + deltas * SECOND / reference + "/s file, " + hot[i] + "/s hot");
            }
            stored = engine.plane().counters().events();
        }
        long line = Report.median(spread);
        if (plan.wants("engine")) {
            Report.line("engine", line, "deltas/s", Report.median(ofFile), "same-bytes-and-fsyncs-to-a-file");
        }
        if (plan.wants("hot-customer")) {
            Report.line("hot-customer", Report.median(hot), "deltas/s", Report.median(ofSpread), "engine");
        }
        if (plan.wants("replay")) {
            replay(stored, line);
        }
        return line;
    }

    private void replay(long stored, long engine) throws IOException {
        Report.progress("replay: rebuilding the index from " + stored + " events");
        TemporaryFolder.delete(folder.resolve("index"));
        long started = System.nanoTime();
        long nanos;
        try (Engine rebuilt = Engine.open(folder)) {
            nanos = System.nanoTime() - started;
        }
        long rate = stored * SECOND / nanos;
        Report.line("replay", rate, "events/s", Report.ratio(rate, engine), "engine");
    }
}
