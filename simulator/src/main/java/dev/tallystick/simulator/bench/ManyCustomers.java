package dev.tallystick.simulator.bench;

import java.io.IOException;
import java.nio.file.Path;

/** The engine when customers hardly ever come twice: far more of them than it keeps on the heap. */
final class ManyCustomers {
    private static final int CUSTOMERS = 1_000_000;
    private static final long SECOND = 1_000_000_000L;

    private final Plan plan;
    private final Path folder;

    ManyCustomers(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    /**
     * Each customer's first delta, in a new folder, and then each customer's second.
     *
     * @param engine the engine line in deltas per second
     */
    void run(long engine) throws IOException {
        try (Engine many = Engine.open(folder)) {
            EngineLoad load = new EngineLoad(many, new Usage(CUSTOMERS, "many"));
            Report.progress("many-customers: a first delta for each of " + CUSTOMERS);
            long first = CUSTOMERS * SECOND / load.run(CUSTOMERS);
            Report.line("many-customers", first, "deltas/s", Report.ratio(first, engine), "engine");
            if (!plan.quick()) {
                Report.progress("many-customers: a second delta for each of " + CUSTOMERS);
                long second = CUSTOMERS * SECOND / load.run(CUSTOMERS);
                Report.line("many-customers-again", second, "deltas/s", Report.ratio(second, engine), "engine");
            }
        }
    }
}
