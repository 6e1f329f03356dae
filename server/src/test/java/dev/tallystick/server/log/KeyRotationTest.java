package dev.tallystick.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.ledger.event.RotationSignature;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRotationTest {
    @TempDir
    Path folder;

    @Test
    void headsAreSignedByTheNewKeyAndForAWhileByTheOldOneToo() {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            VerifierKey old = VerifierKey.parse(plane.log().key());
            plane.rotate();
            VerifierKey next = VerifierKey.parse(plane.log().key());
            assertThat(next).isNotEqualTo(old);
            assertThat(plane.log().head().head().size()).isEqualTo(2);
            assertThat(signers(plane, old, next)).containsExactly(next, old);
            plane.record(1);
            assertThat(signers(plane, old, next)).containsExactly(next, old);
            plane.close();
            plane.open();
            plane.record(1);
            assertThat(signers(plane, old, next)).containsExactly(next, old);
            plane.clock.addAndGet(PlaneLog.OVERLAP_MILLIS);
            plane.record(1);
            assertThat(signers(plane, old, next)).containsExactly(next);
        }
    }

    private static List<VerifierKey> signers(LoggedPlane plane, VerifierKey... keys) {
        SignedHead head = plane.log().head();
        return head.verify(List.of(keys)).stream()
                .map(signature -> signature.key())
                .toList();
    }

    @Test
    void whoeverPinnedTheFirstKeyCanFollowTheKeyPageToTheNewest() {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            String pinned = plane.log().key();
            plane.rotate();
            plane.rotate();
            String[] lines = plane.log().keyPage().split("\n", -1);
            assertThat(lines).hasSize(4);
            assertThat(lines[0]).isEqualTo(plane.log().key());
            for (int i = 1; i <= 2; i++) {
                String[] parts = lines[i].split(" ", -1);
                String above = lines[i - 1].split(" ", -1)[0];
                assertThat(RotationSignature.of(Base64.getDecoder().decode(parts[1]))
                                .verifies(parts[0], above))
                        .isTrue();
            }
            assertThat(lines[2]).startsWith(pinned + " ");
        }
    }

    @Test
    void crashAfterTheEventFindsTheNewKeyInTheFile() {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            List<String> told = new ArrayList<>();
            assertThatThrownBy(() -> plane.log()
                            .rotate(
                                    rotation -> {
                                        plane.recordRotation(rotation);
                                        told.add(rotation.newKey());
                                        throw new IllegalStateException("crash");
                                    },
                                    List::of))
                    .hasMessage("crash");
            plane.close();
            plane.open();
            assertThat(plane.log().key()).isEqualTo(told.getFirst());
            plane.record(1);
            plane.log().head().verify(List.of(VerifierKey.parse(told.getFirst())));
        }
    }

    @Test
    void crashBeforeTheEventKeepsTheOldKey() {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            assertThatThrownBy(() -> plane.log()
                            .rotate(
                                    rotation -> {
                                        throw new IllegalStateException("crash");
                                    },
                                    List::of))
                    .hasMessage("crash");
            plane.close();
            plane.open();
            assertThat(plane.log().key()).isEqualTo(plane.firstKey);
        }
    }

    @Test
    void keyFileOfBeforeTheRotationIsRefused() throws Exception {
        LoggedPlane plane = new LoggedPlane(folder);
        byte[] before = Files.readAllBytes(plane.logFolder().resolve("key"));
        plane.rotate();
        plane.clock.addAndGet(PlaneLog.OVERLAP_MILLIS);
        plane.record(1);
        plane.close();
        Files.write(plane.logFolder().resolve("key"), before);
        assertThatThrownBy(plane::open)
                .isInstanceOf(LogException.class)
                .hasMessageContaining("not signed with the stored key");
    }
}
