package dev.tallystick.server.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.server.http.ApiKeyText;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.sequencer.PlaneOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A folder's lock, format and first start. */
class DataFolderTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z"));
    private static final String URL = "http://127.0.0.1:8080";

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();

    @Test
    void firstStartOpensOneTenantWithAKeyOnEachPlane() throws IOException {
        FirstRun first = start(step -> {});
        assertThat(first).isNotNull().isEqualTo(FirstRun.read(folder));
        assertThat(first.url()).isEqualTo(URL);
        assertThat(first.tenantId()).matches("ten_[0-9a-z]{12}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(FirstRun.FILE))))
                .isEqualTo("rw-------");
        requireUsable(first);
    }

    @Test
    void secondStartKeepsTheKeyAndShowsNothing() {
        FirstRun first = start(step -> {});
        assertThat(start(step -> {})).isNull();
        requireUsable(first);
    }

    @ParameterizedTest
    @EnumSource(FirstStart.Step.class)
    void crashInTheFirstStartIsFinishedByTheNextWithTheSameSecrets(FirstStart.Step crash) {
        assertThatThrownBy(() -> start(step -> {
                    if (step == crash) {
                        throw new IllegalStateException("crash");
                    }
                }))
                .hasMessage("crash");
        FirstRun kept = FirstRun.readFile(folder.resolve(FirstStart.KEPT));
        start(step -> {});
        FirstRun first = FirstRun.read(folder);
        if (kept != null) {
            assertThat(first.sandboxApiKey()).isEqualTo(kept.sandboxApiKey());
        }
        assertThat(folder.resolve(FirstStart.KEPT)).doesNotExist();
        requireUsable(first);
    }

    @Test
    void secondProcessOnTheFolderIsRefused() {
        try (DataFolder held = DataFolder.open(folder, random)) {
            assertThat(held.path()).isAbsolute();
            assertThatThrownBy(() -> DataFolder.open(folder, random))
                    .isInstanceOf(FolderException.class)
                    .hasMessageContaining("in use by another Tallystick process");
        }
        DataFolder.open(folder, random).close();
    }

    @Test
    void newerFormatIsRefusedNamingBoth() throws IOException {
        Files.writeString(folder.resolve(FormatFile.NAME), "tallystick-data 7\nnobody knows what\n");
        assertThatThrownBy(() -> DataFolder.open(folder, random))
                .isInstanceOf(FolderException.class)
                .hasMessageContaining("format 7")
                .hasMessageContaining("up to 2");
    }

    @Test
    void changedFormatFileIsRefusedNamingExpectedAndFound() throws IOException {
        start(step -> {});
        Path format = folder.resolve(FormatFile.NAME);
        Files.writeString(format, Files.readString(format).replace("done", "dine"));
        assertThatThrownBy(() -> DataFolder.open(folder, random))
                .isInstanceOf(FolderException.class)
                .hasMessageContaining("expected 'crc32c");
    }

    @Test
    void folderOfSomebodyElseIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> DataFolder.open(folder, random))
                .isInstanceOf(FolderException.class)
                .hasMessageContaining("thesis.txt");
        assertThat(folder).isDirectoryNotContaining("glob:**lock");
    }

    @Test
    void missingJournalIsNotTakenForANewOne() throws IOException {
        start(step -> {});
        PlaneFolder.deleteFolder(folder.resolve("sandbox"));
        assertThatThrownBy(() -> start(step -> {}))
                .isInstanceOf(FolderException.class)
                .hasMessageContaining("journal of the sandbox plane");
    }

    @Test
    void damagedIndexIsBuiltAgain() throws IOException {
        FirstRun first = start(step -> {});
        Files.writeString(folder.resolve("sandbox/index/CURRENT"), "nonsense");
        requireUsable(first);
    }

    /** Of as many events, so that only what they say tells. */
    @Test
    void indexOfAnotherServerIsBuiltAgain(@TempDir Path other) throws IOException {
        FirstRun first = start(step -> {});
        try (DataFolder opened = DataFolder.open(other, random)) {
            opened.openPlanes(InstantSource.offset(CLOCK, Duration.ofSeconds(1)), PlaneOptions.DEFAULT);
        }
        PlaneFolder.deleteFolder(folder.resolve("sandbox/index"));
        Files.move(other.resolve("sandbox/index"), folder.resolve("sandbox/index"));
        assertThat(FolderCheck.check(folder).getFirst().damage()).contains("another journal");
        requireUsable(first);
    }

    private FirstRun start(Consumer<FirstStart.Step> passed) {
        try (DataFolder opened = DataFolder.open(folder, random, passed)) {
            opened.openPlanes(CLOCK, PlaneOptions.DEFAULT);
            return opened.listening(URL);
        }
    }

    private void requireUsable(FirstRun first) {
        try (DataFolder opened = DataFolder.open(folder, random)) {
            Map<PlaneName, JournaledPlane> planes = opened.openPlanes(CLOCK, PlaneOptions.DEFAULT);
            for (JournaledPlane plane : planes.values()) {
                String key = plane.name() == PlaneName.SANDBOX ? first.sandboxApiKey() : first.productionApiKey();
                assertThat(plane.directory().tenants()).hasSize(1);
                assertThat(plane.directory().keys(first.tenantId())).hasSize(1);
                assertThat(plane.directory()
                                .byPublicId(ApiKeyText.parse(key).publicId())
                                .created()
                                .secretHash())
                        .isEqualTo(ApiKeyText.parse(key).secretHash());
            }
        }
        assertThat(FolderCheck.check(folder)).allSatisfy(report -> {
            assertThat(report.damage()).isNull();
            assertThat(report.index()).isEqualTo("equal");
            assertThat(report.events()).isEqualTo(2);
        });
    }

    @Test
    void flippedByteInAJournalIsFoundNamingFileAndOffset() throws IOException {
        start(step -> {});
        Path segment = folder.resolve("sandbox/journal/00000000000000000000.journal");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[120] ^= 1;
        Files.write(segment, bytes);
        assertThat(FolderCheck.check(folder).getFirst().damage())
                .contains(segment.toString())
                .contains("offset");
    }

    @Test
    void oneDamagedSlotOfTheLogsHead_isARepairToCheckAndStartAlike_andTwoAreDamageToBoth() throws IOException {
        start(step -> {});
        Path head = folder.resolve("sandbox/log/head");
        byte[] whole = Files.readAllBytes(head);
        for (int at : new int[] {700, 1024 + 700}) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 1;
            Files.write(head, bytes);
            assertThat(FolderCheck.check(folder).getFirst()).satisfies(report -> {
                assertThat(report.damage()).isNull();
                assertThat(report.log()).isEqualTo("equal");
                assertThat(report.repairs()).isEqualTo(1);
                assertThat(report.note()).contains(head.toString(), "offset " + at / 1024 * 1024);
            });
            start(step -> {});
            assertThat(FolderCheck.check(folder).getFirst()).satisfies(report -> {
                assertThat(report.note()).isNull();
                assertThat(report.repairs()).isZero();
            });
        }
        byte[] both = whole.clone();
        both[700] ^= 1;
        both[1024 + 700] ^= 1;
        Files.write(head, both);
        assertThat(FolderCheck.check(folder).getFirst().damage()).contains(head.toString(), "offset 0", "offset 1024");
        assertThatThrownBy(() -> start(step -> {})).hasMessageContaining(head.toString());
    }

    @Test
    void checkOfAFolderInUseOrMissingIsRefused() {
        assertThatThrownBy(() -> FolderCheck.check(folder)).hasMessageContaining("no Tallystick data");
        start(step -> {});
        try (DataFolder held = DataFolder.open(folder, random)) {
            assertThat(held.path()).isAbsolute();
            assertThatThrownBy(() -> FolderCheck.check(folder)).hasMessageContaining("in use");
        }
    }
}
