package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.server.TallystickServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code listen} and {@code webhooks} as people run them, against a real server and a real receiver. */
class WebhookCommandsTest extends RunningProgram {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private TallystickServer server;
    private HttpServer receiver;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    private record Received(Headers headers, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = served();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(exchange.getRequestHeaders(), body));
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/no") ? 500 : 204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    }

    private void emit(String customer, String delta, String reason) throws Exception {
        answers(0, "emit", "--customer", customer, "--delta=" + delta, "--reason", reason, "--reference", "day-1");
    }

    private static String field(String json, String name) {
        JsonObject data = (JsonObject) JsonReader.parse(json.getBytes(StandardCharsets.UTF_8));
        return ((JsonString) data.get(name)).value();
    }

    private static String hmac(String secret, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Received next() throws InterruptedException {
        Received next = received.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static void signed(Received webhook, String secret) throws Exception {
        String time = webhook.headers().getFirst("X-PacSpace-Timestamp");
        assertThat(webhook.headers().getFirst("X-PacSpace-Signature"))
                .isEqualTo("v1=" + hmac(secret, time + "." + webhook.body()));
    }

    @Test
    void listenPrintsALineForEachEventAndEndsWithTheLimit() throws Exception {
        emit("acme", "-250.5", "API calls\u0007");
        answers(0, "customers", "create", "--name", "Named", "--customer", "named");
        answers(0, "checkpoint", "acme");
        Ended ended = answers(0, "listen", "--after", "-1", "--limit", "4");
        List<String> lines = ended.out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .matches(TIME + "  customer.created     acme          with its first record, r_\\d{10}");
        assertThat(lines.get(1))
                .matches(
                        TIME
                                + "  delta.verified       acme          -250.5, balance -250.5, r_\\d{10}: API calls  \\(day-1\\)");
        assertThat(lines.get(2)).matches(TIME + "  customer.created     named         by the operator");
        assertThat(lines.get(3))
                .matches(TIME + "  checkpoint.verified  acme          chk_\\d{10}, " + TIME + " to " + TIME
                        + ": 1 deltas, balance 0 to -250.5, provisional");
    }

    @Test
    void listenPrintsWhatItGotForMachinesAndGoesOnWhereItIsTold() throws Exception {
        emit("acme", "-1", "first");
        emit("bolt", "-2", "second");
        List<String> all = answers(0, "listen", "--after", "-1", "--limit", "4", "--json")
                .out()
                .lines()
                .toList();
        assertThat(all)
                .extracting(line -> field(line, "event"))
                .containsExactly("customer.created", "delta.verified", "customer.created", "delta.verified");
        Ended later = answers(0, "listen", "--after", "2", "--limit", "2", "--json");
        assertThat(later.out().lines()).isSubsetOf(all);
        assertThat(later.err())
                .containsPattern("Listening at http://\\S+ for events after number 2; Ctrl-C ends it\\.");
        assertThat(answers(2, "listen", "--after", "99").err()).startsWith("VALIDATION_ERROR: Last-Event-ID is 99");
        assertThat(answers(2, "listen", "--limit", "many").err()).startsWith("VALIDATION_ERROR: limit");
        assertThat(answers(2, "listen", "--key", "pk_test_nonsense").err()).startsWith("INVALID_API_KEY: ");
        assertThat(answers(2, "listen", "--forward", "nowhere").err()).contains("--forward must be a port");
        assertThat(answers(3, "listen", "--url", "http://127.0.0.1:1").err()).contains("http://127.0.0.1:1 failed");
    }

    @Test
    void listenForwardsToAPortWithTheHeadersOfAWebhook() throws Exception {
        Process process = program(
                        "listen",
                        "--limit",
                        "2",
                        "--secret",
                        SECRET,
                        "--after",
                        "-1",
                        "--forward",
                        Integer.toString(receiver.getAddress().getPort()))
                .redirectError(folder.resolve("listen.err").toFile())
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            emit("acme", "-7", "API calls");
            for (String name : List.of("customer.created", "delta.verified")) {
                assertThat(out.readLine()).contains("  " + name + " ");
                Received webhook = next();
                signed(webhook, SECRET);
                assertThat(webhook.headers().getFirst("X-Webhook-Event")).isEqualTo(name);
                assertThat(webhook.headers().getFirst("X-Event-ID"))
                        .isEqualTo(field(webhook.body(), "id"))
                        .isEqualTo(webhook.headers().getFirst("webhook-id"));
                assertThat(webhook.headers().getFirst("webhook-signature")).startsWith("v1,");
            }
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(Files.readString(folder.resolve("listen.err")))
                    .contains("signed with the secret " + SECRET)
                    .contains("forwarded, answered 204");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void listenSaysWhyItEndsAndHowToGoOn() throws Exception {
        String key = answers(0, "keys", "create", "--name", "ears", "--json").out();
        Process process = program("listen", "--key", field(key, "fullKey"), "--after", "-1")
                .redirectError(folder.resolve("listen.err").toFile())
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            emit("acme", "-7", "API calls");
            assertThat(out.readLine()).contains("customer.created");
            assertThat(out.readLine()).contains("delta.verified");
            answers(0, "keys", "revoke", field(key, "id"));
            assertThat(out.readLine()).isNull();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(Files.readString(folder.resolve("listen.err")))
                    .containsPattern("ended the stream \\(the API key is revoked\\)\\. Go on .* --after \\d+\\.");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void webhooksAreMadeTriedChangedReplayedAndTakenAway() throws Exception {
        Ended created = answers(0, "webhooks", "create", "--endpoint", url("/hook"), "--description", "x", "--json");
        String id = field(created.out(), "id");
        String secret = field(created.out(), "secret");
        assertThat(answers(2, "webhooks", "create", "--endpoint", "https://127.1/")
                        .err())
                .contains("ends in a number");
        assertThat(answers(0, "webhooks", "list").out()).contains(id).doesNotContain(secret);
        assertThat(answers(0, "webhooks", "show", id).out()).contains(url("/hook"));
        answers(1, "webhooks", "show", "webhook_000000000000");

        answers(0, "webhooks", "test", id);
        Received test = next();
        assertThat(test.headers().getFirst("X-Webhook-Event")).isEqualTo("endpoint.test");
        signed(test, secret);

        emit("acme", "-7", "API calls");
        assertThat(next().body()).contains("customer.created");
        String eventId = field(next().body(), "id");
        answers(0, "webhooks", "retry", eventId);
        assertThat(field(next().body(), "id")).isEqualTo(eventId);
        answers(0, "webhooks", "replay", id, "--from", "2026-01-01");
        assertThat(next().body()).contains("customer.created");
        assertThat(field(next().body(), "id")).isEqualTo(eventId);

        String newer = field(
                answers(0, "webhooks", "rotate", id, "--overlap-seconds", "0", "--json")
                        .out(),
                "secret");
        answers(0, "webhooks", "test", id);
        signed(next(), newer);

        answers(0, "webhooks", "change", id, "--endpoint", url("/no"));
        answers(1, "webhooks", "test", id);
        assertThat(answers(0, "webhooks", "deliveries", id, "--status", "failed")
                        .out())
                .contains("endpoint.test")
                .doesNotContain("delta.verified");
        assertThat(answers(0, "webhooks", "disable", id, "--json").out()).contains("\"enabled\":false");
        assertThat(answers(0, "webhooks", "enable", id, "--json").out()).contains("\"enabled\":true");
        answers(0, "webhooks", "delete", id);
        answers(1, "webhooks", "show", id);
        answers(2, "webhooks");
    }
}
