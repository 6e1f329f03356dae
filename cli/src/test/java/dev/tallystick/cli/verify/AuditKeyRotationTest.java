package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tallystick.proof.note.Ed25519PrivateKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.KeyPage;
import dev.tallystick.proof.note.SignerKey;
import dev.tallystick.proof.receipt.StepResult.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visits to a real server before and after its log's key was changed, past the time in which the old key signs too. */
class AuditKeyRotationTest {
    private static final int OVERLAP_DAYS = 31;

    @TempDir
    private Path folder;

    private LiveLedger ledger;
    private String firstKey;

    @BeforeEach
    void start() throws Exception {
        ledger = new LiveLedger(folder.resolve("data"));
        ledger.record("acme", 3);
        firstKey = keyPage().strip();
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    private String keyPage() throws Exception {
        return ledger.get("/log/sandbox/key");
    }

    private void rotate() throws Exception {
        ledger.rotateKey();
        ledger.pass(OVERLAP_DAYS);
        ledger.record("acme", 2);
    }

    private Checked visit(String state, Trust trust, @Nullable Path since, @Nullable Path receipts) {
        return new Audit(ledger.log(), folder.resolve(state), trust, since, receipts).visit();
    }

    private Checked visit(String state, Trust trust) {
        return visit(state, trust, null, null);
    }

    private static Line line(Checked checked, String step) {
        return checked.lines().stream()
                .filter(line -> line.step().equals(step))
                .findFirst()
                .orElseThrow(() -> new AssertionError(step + " is not in " + checked.lines()));
    }

    @Test
    void auditorWhoHoldsTheOldKeyAndHead_followsToTheNewKey() throws Exception {
        Path since = folder.resolve("since");
        Files.writeString(since, ledger.get("/log/sandbox/checkpoint"));
        assertThat(visit("state", new Trust()).passed()).isTrue();
        rotate();
        rotate();

        Checked kept = visit("state", new Trust());
        assertThat(kept.verdict()).as("%s", kept).isEqualTo("verified");
        String newest = keyPage().lines().findFirst().orElseThrow();
        assertThat(line(kept, "key").message()).contains(firstKey, "signed over to " + newest, "1 more");
        assertThat(line(kept, "signature").message()).contains(newest);
        assertThat(line(kept, "last visit").message()).startsWith("EXTENDED");
        assertThat(folder.resolve("state/key")).hasContent(newest);

        Checked given = visit("other", new Trust().log(firstKey), since, null);
        assertThat(given.verdict()).as("%s", given).isEqualTo("verified");
        assertThat(line(given, "since").message()).startsWith("EXTENDED");

        Checked again = visit("state", new Trust());
        assertThat(line(again, "key").message()).contains("is the one that was held, " + newest);
    }

    @Test
    void receiptsSignedUnderAnOlderKey_areStillInTheLog() throws Exception {
        Path receipts = Files.createDirectory(folder.resolve("receipts"));
        ledger.receipt(ledger.record("acme", 1), receipts.resolve("old.json"));
        rotate();
        ledger.receipt(ledger.record("acme", 1), receipts.resolve("new.json"));
        String newest = keyPage().lines().findFirst().orElseThrow();

        for (String held : new String[] {firstKey, newest}) {
            Checked checked = visit("state-" + held.hashCode(), new Trust().log(held), null, receipts);
            assertThat(checked.verdict()).as("%s", checked).isEqualTo("verified");
            assertThat(line(checked, "receipts").message())
                    .startsWith("2 receipts with 2 leaves and 2 heads are in the log");
        }
    }

    @Test
    void newKeyThatTheOldOneDidNotSignOverTo_isRefused_andBothAreNamed() throws Exception {
        visit("state", new Trust());
        rotate();
        String newest = keyPage().lines().findFirst().orElseThrow();
        byte[] head = Files.readAllBytes(folder.resolve("state/checkpoint"));

        refused(page -> newest + "\n", newest);
        refused(page -> newest + "\n" + firstKey + " " + strangersSignature(newest) + "\n", newest);
        assertThat(Files.readAllBytes(folder.resolve("state/checkpoint"))).isEqualTo(head);
        assertThat(folder.resolve("state/key")).hasContent(firstKey);
        assertThat(visit("state", new Trust()).passed()).isTrue();
    }

    private String strangersSignature(String newest) {
        SignerKey stranger = new SignerKey(
                LiveLedger.LOG_NAME + "/sandbox",
                KeyAlgorithm.ED25519,
                Ed25519PrivateKey.of(new byte[Ed25519PrivateKey.LENGTH]));
        return Base64.getEncoder()
                .encodeToString(stranger.sign(KeyPage.signed(firstKey, newest)).bytes());
    }

    private void refused(UnaryOperator<String> page, String newest) throws IOException {
        HttpServer server = inFront(page);
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/log/sandbox";
            for (Trust trust : new Trust[] {new Trust(), new Trust().log(firstKey)}) {
                Checked checked = new Audit(address, folder.resolve("state"), trust, null, null).visit();
                assertThat(checked.refuted()).isTrue();
                Line line = line(checked, "key");
                assertThat(line.verdict()).isEqualTo(Verdict.FAIL);
                assertThat(line.expected()).isEqualTo(firstKey);
                assertThat(line.found()).isEqualTo(newest);
            }
        } finally {
            server.stop(0);
        }
    }

    /** A server that hands on what the ledger says but its key page. */
    private HttpServer inFront(UnaryOperator<String> page) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpClient client = HttpClient.newHttpClient();
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                URI behind = URI.create(ledger.log()).resolve(path);
                HttpResponse<byte[]> reply =
                        client.send(HttpRequest.newBuilder(behind).build(), BodyHandlers.ofByteArray());
                byte[] body = path.endsWith("/key")
                        ? page.apply(new String(reply.body())).getBytes()
                        : reply.body();
                exchange.sendResponseHeaders(reply.statusCode(), body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        server.start();
        return server;
    }

    @Test
    void retiredKey_doesNotSignForTheLogAnyMore() throws Exception {
        visit("state", new Trust());
        String oldHead = ledger.get("/log/sandbox/checkpoint");
        rotate();
        visit("state", new Trust());
        Trust both = new Trust();
        keyPage().lines().forEach(line -> both.log(line.split(" ", 2)[0]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String keys = keyPage();
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = (exchange.getRequestURI().getPath().endsWith("key") ? keys : oldHead).getBytes();
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            Checked checked = new Audit(
                            "http://127.0.0.1:" + server.getAddress().getPort(),
                            folder.resolve("state"),
                            both,
                            null,
                            null)
                    .visit();
            assertThat(line(checked, "signature").verdict()).isEqualTo(Verdict.FAIL);
        } finally {
            server.stop(0);
        }
    }
}
