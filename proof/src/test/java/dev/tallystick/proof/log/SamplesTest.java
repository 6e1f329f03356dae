package dev.tallystick.proof.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.merkle.EntryBundle;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of {@code samples/}, against verdicts that a separate program came to. */
class SamplesTest {
    private static final Path SAMPLES = samples();
    private static final VerifierKey LOG = keys("log").getFirst();
    private static final TrustPolicy POLICY = TrustPolicy.ofLogs(List.of(LOG)).withWitnesses(keys("witness"), 2);

    private static Path samples() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("samples/keys.txt"))) {
                return folder.resolve("samples");
            }
        }
        throw new AssertionError("samples/ was not found in any folder above the tests.");
    }

    private static List<VerifierKey> keys(String role) {
        return text(SAMPLES.resolve("keys.txt"))
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

    static List<Path> logs() throws IOException {
        return listed(SAMPLES.resolve("logs"), "steps").stream()
                .map(Path::getParent)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("receipts")
    void receipt_hasTheExpectedVerdicts(Path file) {
        Verification verification = ReceiptVerifier.verify(bytes(file), POLICY);
        StringBuilder steps = new StringBuilder();
        for (StepResult result : verification.steps()) {
            steps.append(result.verdict().name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(result.step().text())
                    .append('\n');
        }
        String name = file.getFileName().toString().replace(".json", ".steps");
        assertThat(steps).hasToString(text(file.resolveSibling(name)));
        assertThat(verification.passed()).isEqualTo(file.toString().contains("valid"));
    }

    @ParameterizedTest
    @MethodSource("logs")
    void log_hasTheExpectedVerdicts(Path folder) {
        SignedHead head = SignedHead.parse(bytes(folder.resolve("checkpoint")));
        String steps = "%s signature%n%s%s tiles%n"
                .formatted(verdict(signed(head)), entries(folder, head), verdict(tiles(folder, head)));
        assertThat(steps.replace("\r\n", "\n")).isEqualTo(text(folder.resolve("steps")));
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
        SignedHead earlier = SignedHead.parse(bytes(folder.resolve("earlier-head")));
        LogVerifier verifier = new LogVerifier(head.head()).expectHead(earlier.head());
        EntryBundle bundle = Objects.requireNonNull(verifier.next());
        try {
            verifier.accept(bytes(folder.resolve(bundle.path())));
        } catch (TileException e) {
            return "fail entries\nskipped root\nskipped earlier head\n";
        }
        LogVerification found = verifier.finish();
        boolean begins = found.earlierHeads().getFirst().holds();
        return "pass entries\n" + verdict(found.root().holds()) + " root\n" + verdict(begins) + " earlier head\n";
    }

    private static boolean tiles(Path folder, SignedHead head) {
        TiledTree tree = new TiledTree(head.head().size(), (Tile tile) -> bytes(folder.resolve(tile.path())));
        return tree.root().equals(head.head().root());
    }
}
