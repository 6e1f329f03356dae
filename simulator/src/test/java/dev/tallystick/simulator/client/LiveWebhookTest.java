package dev.tallystick.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tallystick.client.Delta;
import dev.tallystick.client.Tallystick;
import dev.tallystick.client.WebhookEvent;
import dev.tallystick.client.WebhookException;
import dev.tallystick.client.WebhookException.Reason;
import dev.tallystick.client.WebhookVerifier;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.AddressRange;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.LogSettings;
import dev.tallystick.server.config.ServerSettings;
import dev.tallystick.server.config.WebhookSettings;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's verifier takes what a real server delivers, by either family of signatures, and nothing else. */
class LiveWebhookTest {
    private static final List<String> OWN = List.of("X-PacSpace-Signature", "X-PacSpace-Timestamp");
    private static final List<String> STANDARD = List.of("webhook-id", "webhook-timestamp", "webhook-signature");
    private static final String STRANGER = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Delivered> delivered = new LinkedBlockingQueue<>();
    private TallystickServer server;
    private HttpServer receiver;
    private String bearer = "";

    private record Delivered(Map<String, String> headers, byte[] body) {
        Delivered only(List<String> names) {
            Map<String, String> some = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            names.forEach(name -> some.put(name, headers.get(name)));
            return new Delivered(some, body);
        }

        Delivered with(String name, String value) {
            Map<String, String> other = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            other.putAll(headers);
            other.put(name, value);
            return new Delivered(other, body);
        }

        Delivered changed() {
            String text = new String(body, StandardCharsets.UTF_8);
            return new Delivered(headers, text.replace("-250.5", "-250.4").getBytes(StandardCharsets.UTF_8));
        }
    }

    @BeforeEach
    void start() throws Exception {
        WebhookSettings here = new WebhookSettings(false, List.of(AddressRange.parse("127.0.0.1")), null);
        server = TallystickServer.start(
                new ServerSettings(
                        folder,
                        new HttpSettings("127.0.0.1", 0),
                        ServerSettings.LogLevel.ERROR,
                        LogSettings.DEFAULT,
                        here),
                InstantSource.system());
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            delivered.add(new Delivered(headers, exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        String password = server.firstRun().operatorPassword();
        bearer = "Bearer " + text(operator("/dashboard/auth/login", "{\"password\":\"" + password + "\"}"), "token");
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.stop(0);
        http.close();
    }

    private JsonObject operator(String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!bearer.isEmpty()) {
            request.header("Authorization", bearer);
        }
        HttpResponse<byte[]> reply = http.send(request.build(), BodyHandlers.ofByteArray());
        assertThat(reply.statusCode() / 100)
                .as("%s", new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo(2);
        return (JsonObject) ((JsonObject) JsonReader.parse(reply.body())).get("data");
    }

    private static String text(JsonObject object, String name) {
        return ((JsonString) object.get(name)).value();
    }

    private JsonObject endpoint() throws Exception {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
        return operator("/dashboard/webhooks", "{\"url\":\"" + url + "\"}");
    }

    private Delivered delivery() throws Exception {
        Tallystick client =
                Tallystick.at(server.url(), server.firstRun().sandboxApiKey()).build();
        client.emit(Delta.of("acme", "-250.5", "API calls"));
        Delivered last = delivered.poll(20, TimeUnit.SECONDS);
        while (last != null && !"delta.verified".equals(last.headers().get("X-Webhook-Event"))) {
            last = delivered.poll(20, TimeUnit.SECONDS);
        }
        assertThat(last).isNotNull();
        return last;
    }

    private static WebhookEvent verify(Delivered webhook, String... secrets) {
        return new WebhookVerifier(List.of(secrets), InstantSource.system(), WebhookVerifier.TOLERANCE)
                .verify(webhook.headers()::get, webhook.body());
    }

    private static void refused(Reason reason, Delivered webhook, String... secrets) {
        assertThatThrownBy(() -> verify(webhook, secrets))
                .isInstanceOfSatisfying(
                        WebhookException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void aLiveDeliveryIsVerifiedByEachFamilyAndByBoth() throws Exception {
        String secret = text(endpoint(), "secret");
        Delivered webhook = delivery();
        for (Delivered form : List.of(webhook, webhook.only(OWN), webhook.only(STANDARD))) {
            WebhookEvent event = verify(form, secret);
            assertThat(event.event()).isEqualTo("delta.verified");
            assertThat(event.environment()).isEqualTo("sandbox");
            assertThat(event.id()).isEqualTo(webhook.headers().get("X-Event-ID"));
            assertThat(text(event.data(), "customerId")).isEqualTo("acme");
            assertThat(((JsonNumber) event.data().get("delta")).value()).isEqualTo(new BigDecimal("-250.5"));
        }
    }

    @Test
    void aLiveDeliveryThatWasTouchedIsNotBelieved() throws Exception {
        String secret = text(endpoint(), "secret");
        Delivered webhook = delivery();
        for (List<String> family : List.of(OWN, STANDARD)) {
            Delivered form = webhook.only(family);
            refused(Reason.WRONG_SIGNATURE, form.changed(), secret);
            refused(Reason.WRONG_SIGNATURE, form, STRANGER);
            refused(Reason.WRONG_SIGNATURE, form.with(family.get(1), "1770000000"), secret);
        }
        refused(Reason.WRONG_SIGNATURE, webhook.only(STANDARD).with("webhook-id", "evt_other"), secret);
        // One family that does not hold is not made up for by one that does.
        refused(Reason.WRONG_SIGNATURE, webhook.with("webhook-signature", "v1,AAAA"), secret);
        refused(Reason.WRONG_SIGNATURE, webhook.with("X-PacSpace-Signature", "v1=00"), secret);
        refused(Reason.UNSIGNED, webhook.only(List.of("X-Event-ID")), secret);
        WebhookVerifier later = new WebhookVerifier(
                List.of(secret),
                InstantSource.offset(InstantSource.system(), Duration.ofMinutes(10)),
                WebhookVerifier.TOLERANCE);
        for (List<String> family : List.of(OWN, STANDARD)) {
            assertThatThrownBy(() -> later.verify(webhook.only(family).headers()::get, webhook.body()))
                    .isInstanceOfSatisfying(
                            WebhookException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FRESH));
        }
    }

    @Test
    void bothSecretsHoldDuringAnOverlapAndTheNewOneOnlyWithoutOne() throws Exception {
        JsonObject made = endpoint();
        String rotate = "/dashboard/webhooks/" + text(made, "id") + "/rotate";
        String first = text(made, "secret");
        String second = text(operator(rotate, "{}"), "secret");
        Delivered overlapping = delivery();
        for (List<String> family : List.of(OWN, STANDARD)) {
            assertThat(verify(overlapping.only(family), first).id())
                    .isEqualTo(verify(overlapping.only(family), second).id());
            refused(Reason.WRONG_SIGNATURE, overlapping.only(family), STRANGER);
        }
        String third = text(operator(rotate, "{\"overlapSeconds\":0}"), "secret");
        Delivered after = delivery();
        for (List<String> family : List.of(OWN, STANDARD)) {
            assertThat(verify(after.only(family), third).event()).isEqualTo("delta.verified");
            refused(Reason.WRONG_SIGNATURE, after.only(family), first, second);
        }
    }
}
