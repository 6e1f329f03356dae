package dev.tallystick.simulator.bench;

import dev.tallystick.simulator.load.LoadOrder;
import dev.tallystick.simulator.load.LoadOrder.Kind;
import dev.tallystick.simulator.load.LoadReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Derive and compare for customers with short and long histories, asked by turns, one request at a time. */
final class HistoryMeasures {
    private static final int FILL_CONNECTIONS = 4;
    private static final int FILL_SECONDS = 600;

    private final Plan plan;
    private final int port;
    private final String apiKey;

    HistoryMeasures(Plan plan, int port, String apiKey) {
        this.plan = plan;
        this.port = port;
        this.apiKey = apiKey;
    }

    private record History(String label, long records) {}

    private List<History> histories() {
        List<History> histories = new ArrayList<>(List.of(new History("1k", 1_000), new History("1m", 1_000_000)));
        if (plan.full()) {
            histories.add(new History("10m", 10_000_000));
        }
        return histories;
    }

    void run() throws IOException {
        for (History history : histories()) {
            Report.progress("histories: recording a history of " + history.records());
            LoadReport.run(new LoadOrder(
                    port,
                    apiKey,
                    Kind.FILL,
                    FILL_CONNECTIONS,
                    0,
                    FILL_SECONDS,
                    0,
                    1,
                    history.label(),
                    history.records() / Kind.FILL.items()));
        }
        if (plan.wants("derive")) {
            measure("derive", Kind.DERIVE);
        }
        if (plan.wants("compare-totals")) {
            measure("compare-totals", Kind.COMPARE);
        }
        if (plan.wants("checkpoint")) {
            new CheckpointMeasures(plan, port, apiKey)
                    .run(histories().stream().map(History::label).toList());
        }
    }

    private void measure(String name, Kind kind) throws IOException {
        List<History> histories = histories();
        int rounds = plan.quick() ? 1 : 3;
        long[][] p50 = new long[histories.size()][rounds];
        long[][] p99 = new long[histories.size()][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < histories.size(); i++) {
                LoadReport report = ask(kind, histories.get(i));
                // The first turn only warms up.
                if (round >= 0) {
                    p50[i][round] = report.p50Micros();
                    p99[i][round] = report.p99Micros();
                }
            }
        }
        print(name, "p50", histories, p50);
        print(name, "p99", histories, p99);
    }

    private LoadReport ask(Kind kind, History history) throws IOException {
        return LoadReport.run(new LoadOrder(port, apiKey, kind, 1, 1, plan.quick() ? 1 : 3, 0, 1, history.label(), 0));
    }

    private static void print(String name, String percentile, List<History> histories, long[][] micros) {
        String reference = name + "-" + histories.getFirst().label() + "-" + percentile;
        long first = Report.median(micros[0]);
        for (int i = 0; i < histories.size(); i++) {
            long value = Report.median(micros[i]);
            Report.line(
                    name + "-" + histories.get(i).label() + "-" + percentile,
                    value,
                    "us",
                    Report.ratio(value, first),
                    reference);
        }
    }
}
