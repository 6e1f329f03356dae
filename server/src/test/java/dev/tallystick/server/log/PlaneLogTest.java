package dev.tallystick.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.merkle.EntryBundle;
import dev.tallystick.proof.merkle.LogPath;
import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.merkle.TreeHash;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.LogEntry;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaneLogTest {
    @TempDir
    Path folder;

    @Test
    void everyReplyIsCoveredByASignedHeadOfTheJournalsTree() {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            VerifierKey key = VerifierKey.parse(plane.log().key());
            for (int count : new int[] {1, 1, 2, 250, 1, 1, 1, 600}) {
                plane.record(count);
                SignedHead head = plane.log().head();
                head.verify(List.of(key));
                assertThat(head.head().origin()).isEqualTo(LoggedPlane.ORIGIN);
                assertThat(head.head().size()).isEqualTo(plane.journal.nextEvent());
                assertThat(head.head().root()).isEqualTo(plane.root(head.head().size()));
            }
        }
    }

    @Test
    void headFileIsNeverOlderThanAHeadThatWasShown() throws IOException {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            for (int i = 0; i < 20; i++) {
                plane.record(3);
                SignedHead stored = HeadFile.read(dev.tallystick.server.journal.JournalFiles.real(), plane.logFolder())
                        .newest()
                        .head();
                assertThat(stored).isEqualTo(plane.log().head());
            }
        }
    }

    @Test
    void tilesAndBundlesAreThoseOfTheTreeAtEveryWidthThatExists() {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            plane.record(999);
            List<byte[]> entries = plane.entries(1000);
            for (long index = 0; index < 4; index++) {
                int width = Tile.widthIn(0, index, 1000);
                for (int part : new int[] {1, width / 2, width}) {
                    ByteSink hashes = new ByteSink(part * 32);
                    ByteSink bundle = new ByteSink(part * 35);
                    for (int i = 0; i < part; i++) {
                        byte[] entry = entries.get((int) index * 256 + i);
                        hashes.hash(TreeHash.leaf(entry));
                        EntryBundle.write(entry, 0, entry.length, bundle);
                    }
                    assertThat(plane.log().resource(new Tile(0, index, part))).isEqualTo(hashes.toBytes());
                    assertThat(plane.log().resource(new EntryBundle(index, part)))
                            .isEqualTo(bundle.toBytes());
                }
            }
            ByteSink upper = new ByteSink(96);
            for (int i = 0; i < 3; i++) {
                upper.hash(TreeHash.root(entries.subList(i * 256, i * 256 + 256).stream()
                        .map(TreeHash::leaf)
                        .toList()));
            }
            assertThat(plane.log().resource(new Tile(1, 0, 3))).isEqualTo(upper.toBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/003",
                "tile/0/004.p/1",
                "tile/0/003.p/233",
                "tile/1/000.p/4",
                "tile/1/000",
                "tile/2/000.p/1",
                "tile/5/000.p/1",
                "tile/6/000.p/1",
                "tile/63/000.p/1",
                "tile/entries/x009/x223/x372/x036/x854/x775/807.p/255",
                "tile/entries/003"
            })
    void resourceThatTheTreeDoesNotHaveIsNone(String path) {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            plane.record(999);
            assertThat(plane.log().resource(LogPath.parse(path))).isNull();
        }
    }

    @Test
    void proofsOfEveryLeafHold() {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            plane.record(699);
            List<byte[]> entries = plane.entries(700);
            for (int i = 0; i < 700; i++) {
                LogProof proof = plane.log().proof(i);
                LogProof read = LogProof.parse(proof.text());
                read.inclusion()
                        .verify(
                                TreeHash.leaf(entries.get(i)),
                                plane.log().head().head().root());
            }
        }
    }

    @Test
    void reopenedLogGoesOnAndItsDerivedFilesAreTheSameHoweverTheyCameToBe() throws IOException {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            for (int i = 0; i < 7; i++) {
                plane.record(200);
            }
            SignedHead before = plane.log().head();
            plane.close();
            Map<String, byte[]> grown = derived(plane.logFolder());
            for (String lost : List.of("entries", "hashes-1", "hashes-2")) {
                Files.delete(plane.logFolder().resolve(lost));
                plane.open();
                assertThat(plane.log().head()).isEqualTo(before);
                plane.close();
                assertSame(derived(plane.logFolder()), grown);
            }
            plane.open();
            plane.record(1);
            assertThat(plane.log().head().head().root()).isEqualTo(plane.root(1402));
        }
    }

    @Test
    void damagedDerivedFilesThatAStartMeetsAreWrittenAgain() throws IOException {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            plane.record(800);
            plane.close();
            Map<String, byte[]> grown = derived(plane.logFolder());
            for (String file : List.of("entries", "hashes-1")) {
                Path path = plane.logFolder().resolve(file);
                byte[] bytes = Files.readAllBytes(path);
                bytes[bytes.length - 5] ^= 4;
                Files.write(path, bytes);
                plane.open();
                plane.close();
                assertSame(derived(plane.logFolder()), grown);
            }
            plane.open();
        }
    }

    @Test
    void anEntryDamagedWhereNoSampleFalls_isFoundByTheTreeBesideItAndWrittenAgain() throws IOException {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            plane.record(1_500);
            plane.close();
            Map<String, byte[]> grown = derived(plane.logFolder());
            Path path = plane.logFolder().resolve("entries");
            byte[] bytes = Files.readAllBytes(path);
            for (int entry = 1_000; entry < 1_020; entry++) {
                byte[] flipped = bytes.clone();
                flipped[flipped.length - (1_500 - entry) * LogEntry.LENGTH] ^= 1;
                Files.write(path, flipped);
                plane.open();
                plane.close();
                assertSame(derived(plane.logFolder()), grown);
            }
            plane.open();
        }
    }

    @Test
    void journalShorterThanTheSignedHeadIsRefusedWithBothSizesAndRoots() throws IOException {
        LoggedPlane plane = new LoggedPlane(folder);
        plane.record(10);
        plane.close();
        Path backup = folder.resolve("backup");
        copy(plane.journalFolder(), backup);
        plane.open();
        plane.record(5);
        String shortRoot = plane.root(11).toString();
        SignedHead head = plane.log().head();
        plane.close();
        delete(plane.journalFolder());
        copy(backup, plane.journalFolder());
        assertThatThrownBy(plane::open)
                .isInstanceOf(LogException.class)
                .hasMessageContaining(
                        "signed at size 16 with root " + head.head().root())
                .hasMessageContaining("journal has 11 events, and its tree of size 11 has root " + shortRoot)
                .hasMessageContaining("restored from an older copy");
    }

    @Test
    void anotherHistoryOfTheSameLengthIsRefused() throws IOException {
        LoggedPlane plane = new LoggedPlane(folder);
        plane.record(4);
        plane.close();
        Path backup = folder.resolve("backup");
        copy(plane.journalFolder(), backup);
        plane.open();
        plane.record(5);
        plane.close();
        delete(plane.journalFolder());
        copy(backup, plane.journalFolder());
        // Without its log the old copy goes another way.
        delete(folder.resolve("index"));
        Files.move(plane.logFolder(), folder.resolve("log.kept"));
        plane.firstKey = null;
        plane.open();
        plane.record(5);
        plane.record(2);
        plane.close();
        delete(plane.logFolder());
        Files.move(folder.resolve("log.kept"), plane.logFolder());
        assertThatThrownBy(plane::open)
                .isInstanceOf(LogException.class)
                .hasMessageContaining("signed at size 10")
                .hasMessageContaining("its tree of size 10 has root");
    }

    @Test
    void oneDamagedSlotOfTheHeadIsOutlivedAndTwoAreRefused() throws IOException {
        LoggedPlane plane = new LoggedPlane(folder);
        plane.record(3);
        plane.close();
        Path head = plane.logFolder().resolve("head");
        for (int slot = 0; slot < 2; slot++) {
            byte[] bytes = Files.readAllBytes(head);
            bytes[slot * HeadFile.SLOT_BYTES + 700] ^= 1;
            Files.write(head, bytes);
            plane.open();
            plane.close();
        }
        byte[] bytes = Files.readAllBytes(head);
        bytes[5] ^= 1;
        bytes[HeadFile.SLOT_BYTES + 5] ^= 1;
        Files.write(head, bytes);
        assertThatThrownBy(plane::open)
                .isInstanceOf(LogException.class)
                .hasMessageContaining("head, offset 0: expected")
                .hasMessageContaining("offset 1024");
    }

    @Test
    void missingHeadOrKeyIsMissed() throws IOException {
        LoggedPlane plane = new LoggedPlane(folder);
        plane.close();
        Path kept = folder.resolve("kept");
        Files.move(plane.logFolder().resolve("head"), kept);
        assertThatThrownBy(plane::open).isInstanceOf(LogException.class).hasMessageContaining("head is missing");
        Files.move(kept, plane.logFolder().resolve("head"));
        Files.delete(plane.logFolder().resolve("key"));
        assertThatThrownBy(plane::open)
                .isInstanceOf(LogException.class)
                .hasMessageContaining("secret key is missing")
                .hasMessageContaining(plane.firstKey);
    }

    private static Map<String, byte[]> derived(Path log) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : List.of("entries", "hashes-1", "hashes-2", "hashes-3")) {
            files.put(name, Files.readAllBytes(log.resolve(name)));
        }
        return files;
    }

    private static void assertSame(Map<String, byte[]> found, Map<String, byte[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
