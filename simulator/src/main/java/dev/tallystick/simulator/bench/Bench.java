package dev.tallystick.simulator.bench;

import dev.tallystick.proof.AllowedCall;
import dev.tallystick.simulator.load.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code ./bench [--quick | --full] [--folder DIR] [NAME...]}: measures beside references taken in the same run, and prints a line for
 * each measure: {@code name value unit ratio=R vs=REFERENCE}.
 */
public final class Bench {
    private static final List<String> NAMES = List.of(
            "engine",
            "hot-customer",
            "replay",
            "log",
            "proof",
            "offline",
            "many-customers",
            "http-batch",
            "import",
            "http-single",
            "derive",
            "compare-totals",
            "compare-records",
            "webhooks",
            "checkpoint",
            "verify",
            "start");
    private static final String USAGE = "usage: ./bench [--quick | --full] [--folder DIR] [NAME...]   names: "
            + String.join(" ", NAMES) + "\n--quick: under two minutes; --full: also histories of 10 million records"
            + "\n--folder: where to write, up to 15 GB; otherwise the temporary folder, which must be on a disk";

    /** File systems on which nothing becomes durable, so that a figure would say nothing. */
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    private Bench() {}

    /** Measures what the arguments name, or everything. */
    @AllowedCall("The process ends here, with its exit code.")
    public static void main(String[] arguments) throws IOException {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean quick = names.remove("--quick");
        boolean full = names.remove("--full");
        Path parent = Path.of(option(names, "--folder", System.getProperty("java.io.tmpdir")));
        Set<String> wanted = new HashSet<>(names);
        if (!NAMES.containsAll(wanted)) {
            System.err.println(USAGE);
            System.exit(wanted.contains("--help") ? 0 : 2);
        }
        if (!Files.isDirectory(parent)) {
            System.err.println("bench: " + parent + " is no folder");
            System.exit(2);
        }
        if (IN_MEMORY.contains(Files.getFileStore(parent).type())) {
            System.err.println("bench: " + parent + " is in memory, where nothing is durable: give a folder on a disk"
                    + " with --folder DIR");
            System.exit(2);
        }
        try (TemporaryFolder folder = TemporaryFolder.in(parent, "tallystick-bench")) {
            run(new Plan(wanted, quick, full), folder.path());
        }
    }

    /** Takes the option and its value out of the arguments. */
    private static String option(List<String> arguments, String name, String otherwise) {
        int at = arguments.indexOf(name);
        if (at < 0 || at + 1 == arguments.size()) {
            return otherwise;
        }
        arguments.remove(at);
        return arguments.remove(at);
    }

    private static void run(Plan plan, Path folder) throws IOException {
        long engine = 0;
        if (plan.wants("engine")
                || plan.wants("hot-customer")
                || plan.wants("replay")
                || plan.wants("many-customers")
                || batches(plan)) {
            Path engineFolder = Files.createDirectory(folder.resolve("engine"));
            engine = new EngineMeasures(plan, engineFolder).run();
            TemporaryFolder.delete(engineFolder);
        }
        if (plan.wants("log") || plan.wants("proof")) {
            Path logFolder = Files.createDirectory(folder.resolve("log"));
            new LogMeasures(plan, logFolder).run();
            TemporaryFolder.delete(logFolder);
        }
        if (plan.wants("offline")) {
            new OfflineMeasures(plan).run();
        }
        if (plan.wants("many-customers")) {
            new ManyCustomers(plan, Files.createDirectory(folder.resolve("many"))).run(engine);
        }
        overHttp(plan, folder, engine);
        if (plan.wants("compare-records")) {
            new RecordMeasures(plan, folder.resolve("records")).run();
        }
        if (plan.wants("webhooks")) {
            new WebhookMeasures(plan, folder.resolve("webhooks")).run();
        }
        if (plan.wants("verify")) {
            new VerifyMeasures(plan, folder.resolve("verify")).run();
        }
        if (plan.wants("start")) {
            new StartMeasures(plan, folder).run();
        }
    }

    private static void overHttp(Plan plan, Path folder, long engine) throws IOException {
        long batch = 0;
        if (batches(plan)) {
            try (Served served = Served.start(folder.resolve("batch"))) {
                batch = new HttpMeasures(plan, served.port(), served.apiKey()).batches(engine);
            }
        }
        if (plan.wants("import")) {
            try (Served served = Served.start(folder.resolve("import"))) {
                new ImportMeasures(plan, served).run(folder, batch);
            }
        }
        if (plan.wants("http-single")) {
            try (Served served = Served.start(folder.resolve("single"))) {
                new HttpMeasures(plan, served.port(), served.apiKey()).singles(folder.resolve("echo.log"));
            }
        }
        if (plan.wants("derive") || plan.wants("compare-totals") || plan.wants("checkpoint")) {
            try (Served served = Served.start(folder.resolve("history"))) {
                new HistoryMeasures(plan, served.port(), served.apiKey()).run();
            }
        }
    }

    /** The line that imports are held against is taken in the same run. */
    private static boolean batches(Plan plan) {
        return plan.wants("http-batch") || plan.wants("import");
    }
}
