package dev.tallystick.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.ProofException;
import dev.tallystick.proof.note.AddCheckpointRequest;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.server.config.LogSettings;
import dev.tallystick.server.sequencer.PlaneStoppedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessesTest {
    @TempDir
    Path folder;

    /** A witness that checks what C2SP tlog-witness asks it to check. */
    private static final class Witness implements AutoCloseable {
        private final SignerKey key;
        private final HttpServer http;
        private final VerifierKey log;
        long size;
        Hash root;
        int asked;

        Witness(int seed, String logKey) throws IOException {
            byte[] secret = new byte[32];
            secret[0] = (byte) seed;
            key = new SignerKey("witness.example/" + seed, KeyAlgorithm.COSIGNATURE_V1, Ed25519PrivateKey.of(secret));
            log = VerifierKey.parse(logKey);
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/w/add-checkpoint", this::add);
            http.start();
        }

        LogSettings.Witness setting() {
            return new LogSettings.Witness(
                    key.verifier(),
                    URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/w"));
        }

        private synchronized void add(HttpExchange exchange) throws IOException {
            asked++;
            try (exchange) {
                AddCheckpointRequest request =
                        AddCheckpointRequest.parse(exchange.getRequestBody().readAllBytes());
                request.head().verify(List.of(log));
                if (request.oldSize() != size) {
                    reply(exchange, 409, size + "\n");
                    return;
                }
                if (size > 0) {
                    request.proof().verify(root, request.head().head().root());
                }
                size = request.head().head().size();
                root = request.head().head().root();
                reply(
                        exchange,
                        200,
                        key.cosign(request.head().note().text(), 1_767_225_600L).line() + "\n");
            } catch (NoteException | ProofException e) {
                reply(exchange, 422, e.getMessage());
            }
        }

        private static void reply(HttpExchange exchange, int status, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }

    private static Witnesses asking(LoggedPlane plane, boolean stop, Witness... witnesses) {
        Witnesses asking = new Witnesses(
                plane.log(),
                new LogSettings(
                        null, List.of(witnesses).stream().map(Witness::setting).toList(), stop));
        plane.log().choice().use(asking);
        return asking;
    }

    @Test
    void cosignaturesOfEveryWitnessAreServedWithTheHeadTheyCover() throws IOException {
        try (LoggedPlane plane = new LoggedPlane(folder);
                Witness one = new Witness(1, plane.firstKey);
                Witness two = new Witness(2, plane.firstKey)) {
            Witnesses asking = asking(plane, false, one, two);
            for (int i = 0; i < 3; i++) {
                plane.record(300);
                assertThat(asking.ask(plane.log().head())).isTrue();
                SignedHead served = plane.log().servedHead();
                assertThat(served.head()).isEqualTo(plane.log().head().head());
                assertThat(served.verify(
                                List.of(VerifierKey.parse(plane.firstKey), one.key.verifier(), two.key.verifier())))
                        .hasSize(3);
            }
            assertThat(one.size).isEqualTo(901);
            assertThat(plane.log().witnessAgeMillis()).isZero();
        }
    }

    @Test
    void headsNeverGetSmallerAndAStaleCosignedOneGivesWay() throws IOException {
        try (LoggedPlane plane = new LoggedPlane(folder);
                Witness witness = new Witness(1, plane.firstKey)) {
            Witnesses asking = asking(plane, false, witness);
            plane.record(2);
            SignedHead first = plane.log().head();
            asking.ask(first);
            plane.record(2);
            assertThat(plane.log().servedHead().head()).isEqualTo(first.head());
            plane.clock.addAndGet(Witnesses.FRESH_MILLIS);
            SignedHead newest = plane.log().head();
            assertThat(plane.log().servedHead()).isEqualTo(newest);
            plane.clock.addAndGet(-Witnesses.FRESH_MILLIS);
            assertThat(plane.log().servedHead()).isEqualTo(newest);
        }
    }

    @Test
    void witnessThatHasForgottenOrKnowsAnotherSizeIsAskedAgainWithIts() throws IOException {
        try (LoggedPlane plane = new LoggedPlane(folder);
                Witness witness = new Witness(1, plane.firstKey)) {
            plane.record(10);
            asking(plane, false, witness).ask(plane.log().head());
            plane.record(10);
            // A server just started knows nothing of what the witness has seen.
            Witnesses anew = asking(plane, false, witness);
            assertThat(anew.ask(plane.log().head())).isTrue();
            assertThat(witness.asked).isEqualTo(3);
            assertThat(anew.rollbacks()).isZero();
        }
    }

    @Test
    void witnessThatKnowsMoreShowsThatTheLogWasRolledBack() throws IOException {
        try (LoggedPlane plane = new LoggedPlane(folder);
                Witness witness = new Witness(1, plane.firstKey)) {
            plane.record(3);
            witness.size = 900;
            witness.root = Hash.ZERO;
            Witnesses patient = asking(plane, false, witness);
            assertThat(patient.ask(plane.log().head())).isFalse();
            assertThat(plane.log().rollbacksSeen()).isEqualTo(1);
            plane.record(1);
            Witnesses strict = asking(plane, true, witness);
            assertThat(strict.ask(plane.log().head())).isFalse();
            assertThatThrownBy(() -> plane.record(1))
                    .isInstanceOf(PlaneStoppedException.class)
                    .hasMessageContaining("rolled back")
                    .hasMessageContaining("size 900");
            assertThat(plane.plane.stoppedBecause()).contains("witness.example/1");
        }
    }

    @Test
    void forkedHistoryGetsNoCosignature() throws IOException {
        try (LoggedPlane plane = new LoggedPlane(folder);
                Witness witness = new Witness(1, plane.firstKey)) {
            plane.record(9);
            witness.size = 5;
            witness.root = Hash.ZERO;
            assertThat(asking(plane, false, witness).ask(plane.log().head())).isFalse();
            assertThat(plane.log().servedHead()).isEqualTo(plane.log().head());
        }
    }

    @Test
    void witnessThatIsNotThereDelaysNothing() throws IOException {
        try (LoggedPlane plane = new LoggedPlane(folder)) {
            Witness gone = new Witness(1, plane.firstKey);
            gone.close();
            plane.log().askWitnesses(new LogSettings(null, List.of(gone.setting()), true));
            plane.record(5);
            assertThat(plane.log().servedHead()).isEqualTo(plane.log().head());
            assertThat(plane.log().witnessAgeMillis()).isEqualTo(-1);
        }
    }
}
