package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.merkle.LogPath;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.TreeHead;
import dev.tallystick.proof.receipt.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One byte in any file of a downloaded log: the check finds it and names the file. */
class FlippedFileTest {
    private static final SignerKey LOG =
            new SignerKey("flipped.example/log", KeyAlgorithm.ED25519, Ed25519PrivateKey.of(new byte[32]));
    private static final int ENTRY = 33;

    private final Random random = new Random(11);

    @TempDir
    private Path folder;

    /** A log as it is served, with the narrower forms that a head of {@code before} leaves called for beside the present ones. */
    private void write(int size, int before) throws IOException {
        CompactRange range = new CompactRange();
        List<ByteSink> levels = new ArrayList<>();
        ByteSink bundles = new ByteSink(size * (ENTRY + 2));
        for (int level = 0; level < 3; level++) {
            levels.add(new ByteSink(1_000));
        }
        for (int i = 0; i < size; i++) {
            if (i == before) {
                Files.write(folder.resolve("earlier-head"), head(range, i));
            }
            byte[] entry =
                    new ByteSink(ENTRY).u8(1).u64(i).bytes(new byte[ENTRY - 9]).toBytes();
            EntryBundle.write(entry, 0, entry.length, bundles);
            range.appendEntry(entry, 0, entry.length, (height, index, src, at) -> {
                if (height % Tile.HEIGHT == 0) {
                    levels.get(height / Tile.HEIGHT).bytes(src, at, 32);
                }
            });
        }
        Files.write(folder.resolve("checkpoint"), head(range, size));
        for (int at : new int[] {before, size}) {
            for (int level = 0; level < levels.size(); level++) {
                for (long index = 0; Tile.widthIn(level, index, at) > 0; index++) {
                    store(Tile.of(level, index, at), levels.get(level), 32);
                }
            }
            for (long index = 0; index * 256 < at; index++) {
                store(EntryBundle.of(index, at), bundles, ENTRY + 2);
            }
        }
    }

    private static byte[] head(CompactRange range, int size) {
        return SignedHead.sign(new TreeHead(LOG.verifier().name(), size, range.root()), LOG)
                .note()
                .received();
    }

    private void store(LogPath path, ByteSink all, int rowBytes) throws IOException {
        Path file = folder.resolve(path.path());
        Files.createDirectories(file.getParent());
        int from = (int) path.index() * LogPath.FULL * rowBytes;
        Files.write(file, Arrays.copyOfRange(all.array(), from, from + path.width() * rowBytes));
    }

    private Checked check() {
        TrustPolicy policy = TrustPolicy.ofLogs(List.of(LOG.verifier()));
        return new FileCheck(policy).check(folder, "log", read -> {});
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private void flipEach(List<String> files, int times) throws IOException {
        for (String name : files) {
            Path file = folder.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < times; i++) {
                byte[] flipped = whole.clone();
                int at = random.nextInt(whole.length);
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, flipped);
                String printed = Printed.text(check());
                String named = name.equals("checkpoint")
                        ? "FAIL     signature"
                        : name.equals("earlier-head") ? "FAIL     earlier head" : name;
                assertThat(printed).as("byte %d of %s", at, name).contains("DOES NOT VERIFY", named);
            }
            Files.write(file, whole);
        }
        assertThat(check().verdict()).isEqualTo("verified");
    }

    @Test
    void eachFileOfALogWithTilesOfTwoLevels_andNarrowerFormsOfThem() throws IOException {
        write(700, 300);
        assertThat(check().verdict()).isEqualTo("verified");
        assertThat(files())
                .contains("tile/0/000", "tile/0/001.p/44", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/1")
                .contains("tile/1/000.p/2", "tile/entries/001.p/44", "tile/entries/002.p/188")
                .hasSize(12);
        flipEach(files(), 4);
    }

    @Test
    void tilesOfTheUpperLevels() throws IOException {
        write(66_000, 65_536);
        flipEach(files().stream().filter(name -> name.matches("tile/[12]/.*")).toList(), 1);
    }

    @Test
    void eachFileOfTheSample() throws IOException {
        Path valid = Samples.FOLDER.resolve("logs/valid");
        try (Stream<Path> files = Files.walk(valid)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(valid.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        for (String name : List.of("tile/0/000.p/14", "tile/entries/000.p/14")) {
            Path file = folder.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int at = 0; at < whole.length; at++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= 1;
                Files.write(file, flipped);
                Checked checked = new FileCheck(Samples.policy()).check(folder, "log", read -> {});
                assertThat(Printed.text(checked)).contains("DOES NOT VERIFY", name);
            }
            Files.write(file, whole);
        }
    }

    @Test
    void missingTile_isNamed_andFilesOfALargerLogAreSaidNotToBeLookedAt() throws IOException {
        write(700, 300);
        Files.move(folder.resolve("tile/0/001"), folder.resolve("tile/0/009"));
        assertThat(Printed.text(check()))
                .contains("DOES NOT VERIFY", "tile/0/001 is not in the folder", "1 file(s) are of a larger log");
    }

    private void flip(String name, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(name));
        bytes[at] ^= 1;
        Files.write(folder.resolve(name), bytes);
    }

    @Test
    void wrongEntries_doNotHideAWrongTile_ofAnyLevel() throws IOException {
        for (String tile : List.of("tile/0/000", "tile/0/002.p/188", "tile/1/000.p/2")) {
            write(700, 300);
            flip("tile/entries/001", 5_000);
            assertThat(Printed.text(check())).contains("FAIL     root", "pass     tiles");
            flip(tile, 3);
            assertThat(Printed.text(check())).contains("FAIL     root", "FAIL     tiles");
        }
    }

    @Test
    void withoutTiles_theEntriesAreEnough() throws IOException {
        write(200, 100);
        for (String name : List.of("tile/0/000.p/100", "tile/0/000.p/200", "tile/0/000.p", "tile/0")) {
            Files.delete(folder.resolve(name));
        }
        assertThat(Printed.text(check())).contains("VERIFIED", "skipped  tiles");
        Files.createDirectories(folder.resolve("tile/0"));
        assertThat(Printed.text(check())).contains("DOES NOT VERIFY", "tile/0/000 is not in the folder");
    }
}
