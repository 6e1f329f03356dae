package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visits over HTTP to a real server whose log has several bundles, grows, and is replaced by another history under one key. */
class AuditLiveTest {
    @TempDir
    private Path folder;

    private LiveLedger ledger;

    @BeforeEach
    void start() throws Exception {
        ledger = new LiveLedger(folder.resolve("data"));
        ledger.record("acme", 700);
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    private Checked visit(LiveLedger visited, String state, @Nullable Path since, @Nullable Path receipts) {
        return new Audit(visited.log(), folder.resolve(state), new Trust(), since, receipts).visit();
    }

    private static Line line(Checked checked, String step) {
        return checked.lines().stream()
                .filter(line -> line.step().equals(step))
                .findFirst()
                .orElseThrow(() -> new AssertionError(step + " is not in " + checked.lines()));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private SignedHead head(LiveLedger visited) throws Exception {
        return SignedHead.parse(visited.get("/log/sandbox/checkpoint").getBytes());
    }

    @Test
    void logOfSeveralBundles_isReadWhole_andAfterItHasGrown_onFromTheLastVisit() throws Exception {
        long size = head(ledger).head().size();
        assertThat(size).isBetween(701L, 767L);
        Checked first = visit(ledger, "state", null, null);
        assertThat(first.verdict()).as("%s", first).isEqualTo("consistent");
        assertThat(line(first, "entries").message()).startsWith(size + " entries");
        assertThat(folder.resolve("state/tile/entries/001")).exists();
        Path since = folder.resolve("head-of-" + size);
        Files.copy(folder.resolve("state/checkpoint"), since);

        ledger.record("acme", 400);
        long grown = head(ledger).head().size();
        for (Checked next : new Checked[] {
            visit(ledger, "state", since, null), visit(ledger, "state", null, null), visit(ledger, "anew", since, null)
        }) {
            assertThat(next.passed()).as("%s", next).isTrue();
            assertThat(line(next, "entries").message()).startsWith(grown + " entries");
        }
        assertThat(folder.resolve("state/checkpoint")).content().contains("\n" + grown + "\n");
        Checked kept = new FileCheck(
                        new Trust().log(folder.resolve("state/key").toString()).policy())
                .check(folder.resolve("state"), "state", read -> {});
        assertThat(kept.verdict()).as("%s", kept).isEqualTo("verified");
    }

    @Test
    void sinceHead_isComparedByTheTilesOfTheGrownLog() throws Exception {
        Path since = folder.resolve("since");
        Files.writeString(since, ledger.get("/log/sandbox/checkpoint"));
        long size = head(ledger).head().size();
        ledger.record("acme", 400);
        Checked checked = visit(ledger, "state", since, null);
        assertThat(line(checked, "since").message())
                .startsWith("EXTENDED")
                .contains("with " + size + " leaves", "with " + (size + 400) + " leaves");
        assertThat(line(checked, "last visit").verdict()).isEqualTo(Verdict.SKIPPED);
    }

    /** The beginning that two histories of one log have in common. */
    private Path begun() throws Exception {
        ledger.close();
        Path root = folder.resolve("root");
        try (LiveLedger empty = new LiveLedger(root)) {
            assertThat(head(empty).head().size()).isPositive();
        }
        return root;
    }

    private LiveLedger goingOn(Path root, String name) throws Exception {
        copy(root, folder.resolve(name));
        return new LiveLedger(folder.resolve(name));
    }

    @Test
    void replacedHistoryIsCaught_namingBothHeads_whetherShorterLongerOrAsLong() throws Exception {
        Path root = begun();
        SignedHead honest;
        try (LiveLedger real = goingOn(root, "honest")) {
            real.record("acme", 600);
            honest = head(real);
            assertThat(visit(real, "state", null, null).passed()).isTrue();
        }
        for (int records : new int[] {500, 600, 900}) {
            try (LiveLedger liar = goingOn(root, "other-" + records)) {
                liar.record("other", records);
                SignedHead forged = head(liar);
                Checked caught = visit(liar, "state", null, null);
                Line line = line(caught, "last visit");
                assertThat(line.verdict()).as("%s", caught).isEqualTo(Verdict.FAIL);
                assertThat(line.message()).startsWith(records < 600 ? "ROLLED_BACK" : "FORKED");
                assertThat(line.expected())
                        .contains(honest.head().root().toString(), honest.head().size() + " leaves");
                assertThat(line.found())
                        .contains(forged.head().root().toString(), forged.head().size() + " leaves");
                assertThat(folder.resolve("state/checkpoint"))
                        .hasBinaryContent(honest.note().received());
            }
        }
    }

    @Test
    void receiptsAreAllFound_andOneOfAnotherHistoryIsNot() throws Exception {
        Path root = begun();
        Path receipts = Files.createDirectory(folder.resolve("receipts"));
        try (LiveLedger real = goingOn(root, "honest")) {
            real.receipt(real.record("acme", 300), receipts.resolve("first.json"));
            real.receipt(real.record("acme", 300), receipts.resolve("second.json"));
            real.record("acme", 10);
            Checked all = visit(real, "state", null, receipts);
            assertThat(all.passed()).as("%s", all).isTrue();
            assertThat(line(all, "receipts").message())
                    .startsWith("2 receipts with 2 leaves and 2 heads are in the log");
        }
        try (LiveLedger liar = goingOn(root, "other")) {
            liar.record("acme", 700);
            Checked caught = visit(liar, "first-visit", null, receipts);
            assertThat(caught.refuted()).isTrue();
            assertThat(Printed.text(caught)).contains("first.json", "second.json");
            assertThat(line(caught, "receipts").verdict()).isEqualTo(Verdict.FAIL);
        }
    }

    @Test
    void signedReportsAreFoundAsReceiptsAre_andOneOfAnotherHistoryIsNot() throws Exception {
        Path root = begun();
        Path kept = Files.createDirectory(folder.resolve("kept"));
        try (LiveLedger real = goingOn(root, "honest")) {
            real.record("acme", 30);
            real.report("acme", kept.resolve("report.json"));
            Checked alone = visit(real, "state", null, kept);
            assertThat(line(alone, "receipts").message()).isEqualTo("1 report with 1 leaf and 1 head is in the log.");
            real.receipt(real.record("acme", 30), kept.resolve("receipt.json"));
            Checked both = visit(real, "state", null, kept);
            assertThat(both.passed()).as("%s", both).isTrue();
            assertThat(line(both, "receipts").message())
                    .isEqualTo("1 receipt and 1 report with 2 leaves and 2 heads are in the log.");
        }
        try (LiveLedger liar = goingOn(root, "other")) {
            liar.record("acme", 700);
            Files.delete(kept.resolve("receipt.json"));
            Checked caught = visit(liar, "first-visit", null, kept);
            assertThat(caught.refuted()).isTrue();
            assertThat(caught.lines()).anyMatch(line -> line.message().contains("report.json"));
        }
    }

    @Test
    void folderWithNothingToProveOfTheLog_isNotVerified() throws Exception {
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Checked empty = visit(ledger, "state", null, kept);
        assertThat(empty.refuted()).isTrue();
        assertThat(line(empty, "receipts").message())
                .isEqualTo("Nothing was proved: in " + kept + " is no receipt or signed report of the log "
                        + LiveLedger.LOG_NAME + "/sandbox.");

        ReceiptFolder.write(kept, 2);
        Checked others = visit(ledger, "state", null, kept);
        assertThat(others.refuted()).isTrue();
    }
}
