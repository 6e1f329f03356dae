package dev.tallystick.proof.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.merkle.LogPath;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TileException;
import dev.tallystick.proof.merkle.TiledTree;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.ReceiptVerifier;
import dev.tallystick.proof.receipt.StepResult;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.receipt.Verification;
import dev.tallystick.proof.report.ReportVerification;
import dev.tallystick.proof.report.ReportVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of {@code samples/}, against verdicts that a separate program came to. */
class SamplesTest {
    private static final Path SAMPLES = samples();
    private static final VerifierKey LOG = keys("log").getFirst();
    private static final TrustPolicy POLICY = TrustPolicy.ofLogs(List.of(LOG)).withWitnesses(keys("witness"), 2);
    private static final TrustPolicy WITH_CUSTOMER =
            POLICY.withCustomerKey(keys("customer").getFirst().key());

    private static Path samples() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("samples/policy.txt"))) {
                return folder.resolve("samples");
            }
        }
        throw new AssertionError("samples/ was not found in any folder above the tests.");
    }

    private static List<VerifierKey> keys(String role) {
        return text(SAMPLES.resolve("customer-key/policy.txt"))
                .lines()
                .filter(line -> line.startsWith(role + " "))
                .map(line -> VerifierKey.parse(line.substring(role.length() + 1)))
                .toList();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> listed(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> receipts() throws IOException {
        return listed(SAMPLES.resolve("receipts"), ".json");
    }

    static List<Path> receiptsWithTheCustomersKeyAskedFor() throws IOException {
        return listed(SAMPLES.resolve("customer-key"), ".json");
    }

    static List<Path> reports() throws IOException {
        return listed(SAMPLES.resolve("reports"), ".json");
    }

    static List<Path> logs() throws IOException {
        return listed(SAMPLES.resolve("logs"), "steps").stream()
                .map(Path::getParent)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("receipts")
    void receipt_hasTheExpectedVerdicts(Path file) {
        Verification verification = ReceiptVerifier.verify(bytes(file), POLICY);
        assertSteps(file, verification.steps(), verification.passed());
    }

    @ParameterizedTest
    @MethodSource("receiptsWithTheCustomersKeyAskedFor")
    void receipt_withTheCustomersKeyAskedFor_hasTheExpectedVerdicts(Path file) {
        Verification verification = ReceiptVerifier.verify(bytes(file), WITH_CUSTOMER);
        assertSteps(file, verification.steps(), verification.passed());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void report_hasTheExpectedVerdicts(Path file) {
        ReportVerification verification = ReportVerifier.verify(bytes(file), POLICY);
        assertSteps(file, verification.steps(), verification.passed());
    }

    private static void assertSteps(Path file, List<StepResult> results, boolean passed) {
        StringBuilder steps = new StringBuilder();
        for (StepResult result : results) {
            steps.append(result.verdict().name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(result.step().text())
                    .append('\n');
        }
        String name = file.getFileName().toString().replace(".json", ".steps");
        assertThat(steps).hasToString(text(file.resolveSibling(name)));
        assertThat(passed).isEqualTo(file.toString().contains("valid"));
    }

    @ParameterizedTest
    @MethodSource("logs")
    void log_hasTheExpectedVerdicts(Path folder) {
        assertThat(steps(folder)).isEqualTo(text(folder.resolve("steps")));
    }

    private static String steps(Path folder) {
        SignedHead head;
        try {
            head = SignedHead.parse(bytes(folder.resolve("checkpoint")));
        } catch (NoteException e) {
            return "fail signature\nskipped entries\nskipped root\nskipped earlier head\nskipped tiles\n";
        }
        return verdict(signed(head)) + " signature\n" + entries(folder, head) + verdict(tiles(folder, head))
                + " tiles\n";
    }

    private static String verdict(boolean holds) {
        return holds ? "pass" : "fail";
    }

    private static boolean signed(SignedHead head) {
        try {
            return !head.verify(List.of(LOG)).isEmpty();
        } catch (NoteException e) {
            return false;
        }
    }

    private static String entries(Path folder, SignedHead head) {
        Path kept = folder.resolve("earlier-head");
        LogVerifier verifier = new LogVerifier(head.head());
        boolean readable = true;
        try {
            if (Files.exists(kept)) {
                verifier.expectHead(SignedHead.parse(bytes(kept)).head());
            }
        } catch (NoteException e) {
            readable = false;
        }
        try {
            for (EntryBundle next = verifier.next(); next != null; next = verifier.next()) {
                verifier.accept(bytes(folder.resolve(next.path())));
            }
        } catch (TileException | UncheckedIOException e) {
            return "fail entries\nskipped root\nskipped earlier head\n";
        }
        LogVerification found = verifier.finish();
        boolean begins = readable && found.earlierHeads().stream().allMatch(LogFinding::holds);
        return "pass entries\n" + verdict(found.root().holds()) + " root\n"
                + (Files.exists(kept) ? verdict(begins) : "skipped") + " earlier head\n";
    }

    private static boolean tiles(Path folder, SignedHead head) {
        long size = head.head().size();
        CompactRange range = new CompactRange();
        try {
            while (range.size() < size) {
                Tile tile = Tile.of(0, range.size() / LogPath.FULL, size);
                byte[] hashes = bytes(folder.resolve(tile.path()));
                for (int at = 0; at < hashes.length; at += Hash.LENGTH) {
                    range.append(Hash.ofSlice(hashes, at));
                }
            }
            // The peaks come from the upper levels.
            TiledTree tree = new TiledTree(size, (Tile tile) -> bytes(folder.resolve(tile.path())));
            return range.root().equals(head.head().root())
                    && tree.root().equals(head.head().root());
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
