package dev.tallystick.cli;

import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.server.config.ServerSettings.LogLevel;
import dev.tallystick.server.folder.FolderCheck;
import dev.tallystick.server.folder.PlaneReport;
import dev.tallystick.server.ops.LogLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks a data folder that no server uses. */
@Command(
        name = "check",
        description = {
            "Check the data folder of a stopped server.",
            "Replays the journals, computes every hash, chain, sequence and balance again, and compares index and log.",
            "Exit code 0 clean, 3 damage found (or folder missing or in use).",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick check --data ./data")
final class CheckCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:TALLYSTICK_DATA:-data}",
            description = "Data folder (default: TALLYSTICK_DATA, else ./data).")
    private Path data = Path.of("data");

    @Option(names = "--json", description = "Print the counts as JSON, for machines.")
    private boolean json;

    @Override
    public Integer call() {
        LogLines.install(LogLevel.ERROR);
        List<PlaneReport> reports = FolderCheck.check(data);
        System.out.print(json ? asJson(reports) : asText(reports));
        System.out.flush();
        List<String> damages = new ArrayList<>();
        for (PlaneReport report : reports) {
            String note = report.note();
            if (note != null) {
                System.err.println(note);
            }
            String damage = report.damage();
            if (damage != null) {
                damages.add(damage);
            }
        }
        damages.forEach(System.err::println);
        return damages.isEmpty() ? ExitCode.GOOD : ExitCode.SURROUNDINGS;
    }

    private static String asText(List<PlaneReport> reports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "plane",
                "events",
                "deltas",
                "customers",
                "tenants",
                "keys",
                "answers",
                "repairs",
                "index",
                "log",
                "result"));
        for (PlaneReport report : reports) {
            rows.add(List.of(
                    report.plane().label(),
                    Long.toString(report.events()),
                    Long.toString(report.deltas()),
                    Long.toString(report.customers()),
                    Long.toString(report.tenants()),
                    Long.toString(report.apiKeys()),
                    Long.toString(report.answers()),
                    Long.toString(report.repairs()),
                    report.index(),
                    report.log(),
                    report.damage() == null ? "clean" : "DAMAGED"));
        }
        StringBuilder out = new StringBuilder();
        Sheet.aligned(rows, out);
        return out.toString();
    }

    private static String asJson(List<PlaneReport> reports) {
        ByteSink sink = new ByteSink(1_024);
        JsonWriter json = new JsonWriter(sink).beginObject();
        json.name("clean").value(reports.stream().allMatch(report -> report.damage() == null));
        json.name("planes").beginArray();
        for (PlaneReport report : reports) {
            json.beginObject()
                    .name("plane")
                    .value(report.plane().label())
                    .name("events")
                    .value(report.events())
                    .name("deltas")
                    .value(report.deltas())
                    .name("customers")
                    .value(report.customers())
                    .name("tenants")
                    .value(report.tenants())
                    .name("apiKeys")
                    .value(report.apiKeys())
                    .name("answers")
                    .value(report.answers())
                    .name("repairs")
                    .value(report.repairs())
                    .name("index")
                    .value(report.index())
                    .name("log")
                    .value(report.log())
                    .name("damage")
                    .value(report.damage())
                    .name("note")
                    .value(report.note())
                    .endObject();
        }
        json.endArray().endObject();
        return new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8) + "\n";
    }
}
