package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visits over HTTP to logs of {@code samples/}; which one the server shows changes between visits. */
class AuditTest {
    @TempDir
    private Path state;

    private HttpServer server;
    private volatile Path shown = log("valid");

    private static Path log(String name) {
        return Samples.FOLDER.resolve("logs").resolve(name);
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath().substring(1);
                Path file = shown.resolve(path);
                byte[] body = path.equals("key")
                        ? (Samples.keys("log").getFirst() + "\n").getBytes()
                        : Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
                exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Checked visit(@Nullable Path since, @Nullable Path receipts) {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        return new Audit(address, state, new Trust(), since, receipts).visit();
    }

    private static Line line(Checked checked, String step) {
        return checked.lines().stream()
                .filter(line -> line.step().equals(step))
                .findFirst()
                .orElseThrow(() -> new AssertionError(step + " is not in " + checked.lines()));
    }

    @Test
    void firstVisit_takesTheServersKey_theNextOneTrustsIt() {
        Checked first = visit(log("valid").resolve("earlier-head"), null);
        assertThat(first.verdict()).as("%s", first).isEqualTo("consistent");
        assertThat(first.sentence()).contains("no key that you hold").doesNotContain("file");
        assertThat(line(first, "since").message()).startsWith("EXTENDED");

        Checked second = visit(null, null);
        assertThat(second.verdict()).as("%s", second).isEqualTo("verified");
        assertThat(line(second, "last visit").message()).startsWith("SAME");
    }

    @Test
    void stateIsADownloadedLog() {
        visit(null, null);
        Checked kept = new FileCheck(Samples.policy()).check(state, "state", read -> {});
        assertThat(line(kept, "entries").message()).startsWith("14 entries");
        assertThat(line(kept, "root").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void forkIsCaught_andBothHeadsAreNamedAndKept() throws IOException {
        visit(null, null);
        byte[] honest = Files.readAllBytes(state.resolve("checkpoint"));
        shown = log("forked-and-signed-again");
        Checked forked = visit(null, null);

        Line line = line(forked, "last visit");
        assertThat(forked.refuted()).isTrue();
        assertThat(line.message()).startsWith("FORKED");
        assertThat(line.expected()).isNotEqualTo(line.found());
        assertThat(Files.readAllBytes(state.resolve("checkpoint"))).isEqualTo(honest);
        try (var files = Files.list(state)) {
            List<Path> evidence = files.filter(
                            file -> file.getFileName().toString().startsWith("contradiction-"))
                    .toList();
            assertThat(evidence).hasSize(1);
            assertThat(Files.readAllBytes(evidence.getFirst()))
                    .isEqualTo(Files.readAllBytes(shown.resolve("checkpoint")));
        }
    }

    @Test
    void rollbackIsCaught() {
        Checked rolled = visit(log("rolled-back").resolve("earlier-head"), null);
        assertThat(line(rolled, "since").verdict()).isEqualTo(Verdict.FAIL);
        assertThat(line(rolled, "since").message()).startsWith("ROLLED_BACK");
    }

    @Test
    void changedEntryAndStrangersHeadAreCaught() {
        shown = log("entry-changed");
        assertThat(line(visit(null, null), "root").verdict()).isEqualTo(Verdict.FAIL);
        shown = log("signed-by-a-stranger");
        assertThat(line(visit(null, null), "signature").verdict()).isEqualTo(Verdict.FAIL);
        assertThat(state.resolve("checkpoint")).doesNotExist();
    }

    @Test
    void receiptsMustAllStillBeInTheLog() {
        Path receipts = Samples.FOLDER.resolve("receipts/valid");
        Checked honest = visit(null, receipts);
        assertThat(honest.passed()).as("%s", honest).isTrue();
        assertThat(line(honest, "receipts").message()).startsWith("5 receipts with ");

        Checked bad = visit(null, Samples.FOLDER.resolve("receipts/defects"));
        assertThat(line(bad, "receipts").verdict()).isEqualTo(Verdict.FAIL);
        assertThat(bad.sentence()).isEqualTo("DOES NOT VERIFY: receipts.");
        List<Line> named = bad.lines().stream()
                .filter(line -> line.step().equals("receipts"))
                .toList();
        assertThat(named).hasSize(21);
        assertThat(named.getLast().message()).matches("and [0-9]+ more files of that folder[.]");
    }

    @Test
    void reportsMustStillBeInTheLogToo(@TempDir Path kept) throws IOException {
        shown = log("valid-above-256-entries");
        Path report = Samples.FOLDER.resolve("reports/valid/report.json");
        Files.copy(report, kept.resolve("report.json"));
        assertThat(line(visit(null, kept), "receipts").message()).startsWith("1 report with 1 leaf and 1 head is in");
    }

    @Test
    void anotherHistoryThanTheReceiptsIsCaught_onTheFirstVisit() {
        shown = log("forked-and-signed-again");
        Checked forked = visit(null, Samples.FOLDER.resolve("receipts/valid"));
        assertThat(line(forked, "receipts").verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void damagedCopyOfTheAuditorIsNotHeldAgainstTheLog() throws IOException {
        visit(null, null);
        Files.write(state.resolve("edge"), new byte[] {1, 2, 3});
        assertThat(visit(null, null).passed()).isTrue();
    }

    @Test
    void noAnswerIsNoVerdict() {
        server.stop(0);
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> visit(null, null))
                .matches(failure -> failure.exitCode() == ExitCode.SURROUNDINGS);
    }
}
