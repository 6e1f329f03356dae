package dev.tallystick.server.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.AddCheckpointRequest;
import dev.tallystick.proof.note.NoteSignature;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.TreeHead;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** C2SP tlog-witness, row by row, over real HTTP. */
class WitnessProtocolTest {
    private static final ToldLog LOG = ToldLog.honest(300);
    private static final ToldLog FORK = ToldLog.of(300, 50);

    @TempDir
    Path folder;

    private static AddCheckpointRequest of(long old, List<Hash> path, SignedHead head) {
        return new AddCheckpointRequest(old, path, head);
    }

    private static SignedHead signed(long size, Hash root) {
        return SignedHead.sign(new TreeHead(ToldLog.ORIGIN, size, root), ToldLog.KEY);
    }

    /** What is asked of a witness that has cosigned size 100, and what it answers. */
    static Stream<Arguments> rows() {
        ToldLog stranger = new ToldLog(ToldLog.key(ToldLog.ORIGIN, 1), LOG.entries);
        ToldLog unknown = new ToldLog(ToldLog.key("log.example/other", 0), LOG.entries);
        List<Hash> path = LOG.request(100, 200).path();
        SignedHead head = LOG.signed(200);
        return Stream.of(
                Arguments.of("growth", LOG.request(100, 200), 200, "witness.example/w"),
                Arguments.of("the same head", LOG.request(100, 100), 200, "witness.example/w"),
                Arguments.of("unknown log", unknown.request(100, 200), 404, "log.example/other"),
                Arguments.of("another key", stranger.request(100, 200), 403, "no signature by any"),
                Arguments.of("old above size", of(201, List.of(), head), 400, "must not be above"),
                Arguments.of("old too small", LOG.request(50, 200), 409, "100\n"),
                Arguments.of("nothing seen", LOG.request(0, 200), 409, "100\n"),
                Arguments.of("old too large", LOG.request(150, 200), 409, "100\n"),
                Arguments.of("rolled back", LOG.request(50, 90), 409, "100\n"),
                Arguments.of("fork", FORK.request(100, 200), 422, "with 200 leaves"),
                Arguments.of("fork of the same size", FORK.request(100, 100), 422, "Two heads of one size"),
                Arguments.of("no proof", of(100, List.of(), head), 422, "with 100 leaves"),
                Arguments.of("proof cut", of(100, path.subList(1, path.size()), head), 422, "with 100 leaves"),
                Arguments.of("other root", of(100, path, signed(200, Hash.ZERO)), 422, Hash.ZERO.toString()));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("rows")
    void everyRowOfTheSpecification(String name, AddCheckpointRequest request, int status, String said) {
        try (RunningWitness witness = new RunningWitness(folder, ToldLog.KEY.verifier())) {
            assertThat(witness.add(LOG.request(0, 100)).statusCode()).isEqualTo(200);
            HttpResponse<String> answer = witness.add(request);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            assertThat(answer.body()).contains(said);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains(status == 409 ? "text/x.tlog.size" : "text/plain; charset=utf-8");
            assertThat(witness.cosigned(answer, request)).isEqualTo(status == 200);
            long kept = status == 200 ? request.head().head().size() : 100;
            assertThat(witness.send("GET", "/", new byte[0]).body())
                    .contains(witness.server.key().text())
                    .contains("size " + kept + ", root " + LOG.head((int) kept).root());
        }
    }

    @Test
    void whatIsNoRequestIsRefusedAndNothingIsStored() throws IOException {
        try (RunningWitness witness = new RunningWitness(folder, ToldLog.KEY.verifier())) {
            String good = new String(LOG.request(0, 100).text(), java.nio.charset.StandardCharsets.UTF_8);
            for (String bad : List.of("", "old 0", "old -1" + good.substring(5), good.substring(1), good + "x")) {
                assertThat(witness.add(bad).statusCode()).as(bad).isEqualTo(400);
            }
            assertThat(witness.add("x".repeat(WitnessServer.REQUEST_MAX + 1)).statusCode())
                    .isEqualTo(413);
            SignedHead empty = signed(0, Hash.ZERO);
            assertThat(witness.add(of(0, List.of(), empty)).statusCode()).isEqualTo(422);
            assertThat(witness.send("GET", "/add-checkpoint", new byte[0]).statusCode())
                    .isEqualTo(405);
            assertThat(witness.send("GET", "/heads", new byte[0]).statusCode()).isEqualTo(404);
            try (Stream<Path> heads = Files.list(folder.resolve("heads"))) {
                assertThat(heads).isEmpty();
            }
        }
    }

    @Test
    void cosignatureCarriesTheTimeAndNothingElse() {
        try (RunningWitness witness = new RunningWitness(folder, ToldLog.KEY.verifier())) {
            NoteSignature signature =
                    NoteSignature.parse(witness.add(LOG.request(0, 7)).body().stripTrailing());
            assertThat(witness.server.key().timeSeconds(signature)).isEqualTo(1_767_225_600L);
        }
    }

    @Test
    void restartKeepsKeyAndHeads_andTheFolderBelongsToOne() throws IOException {
        String vkey;
        try (RunningWitness witness = new RunningWitness(folder, ToldLog.KEY.verifier())) {
            vkey = witness.server.key().text();
            witness.add(LOG.request(0, 100));
            assertThatThrownBy(() -> new RunningWitness(folder, ToldLog.KEY.verifier()))
                    .isInstanceOf(WitnessException.class)
                    .hasMessageContaining("in use");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
                .isEqualTo("rw-------");
        assertThat(WitnessServer.key(folder).text()).isEqualTo(vkey);
        try (RunningWitness witness = new RunningWitness(folder, ToldLog.KEY.verifier())) {
            assertThat(witness.server.key().text()).isEqualTo(vkey);
            assertThat(witness.add(LOG.request(0, 200)).body()).isEqualTo("100\n");
            assertThat(witness.add(FORK.request(100, 200)).statusCode()).isEqualTo(422);
            assertThat(witness.add(LOG.request(100, 200)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void damagedFolderIsRefusedByName() throws IOException {
        try (RunningWitness witness = new RunningWitness(folder, ToldLog.KEY.verifier())) {
            witness.add(LOG.request(0, 100));
        }
        Path head;
        try (Stream<Path> heads = Files.list(folder.resolve("heads"))) {
            head = heads.findFirst().orElseThrow();
        }
        byte[] good = Files.readAllBytes(head);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(head, bad);
            assertThatThrownBy(() -> new RunningWitness(folder, ToldLog.KEY.verifier()))
                    .as("byte %d", at)
                    .isInstanceOf(WitnessException.class)
                    .hasMessageContaining(head.toString());
        }
        Files.write(head, good);
        Files.delete(folder.resolve("key"));
        assertThatThrownBy(() -> new RunningWitness(folder, ToldLog.KEY.verifier()))
                .isInstanceOf(WitnessException.class)
                .hasMessageContaining("no key");
    }

    @Test
    void ofManyForksAtOnceOneIsCosigned() throws Exception {
        try (RunningWitness witness = new RunningWitness(folder, ToldLog.KEY.verifier());
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> forks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                ToldLog fork = ToldLog.of(60, i);
                forks.add(() -> witness.add(fork.request(0, 60)).statusCode());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> sent : senders.invokeAll(forks)) {
                statuses.add(sent.get());
            }
            assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
        }
    }
}
