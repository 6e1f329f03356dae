package dev.tallystick.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.AddressRange;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.LogSettings;
import dev.tallystick.server.config.ServerSettings;
import dev.tallystick.server.config.WebhookSettings;
import java.io.BufferedReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two agents of examples/autonomous-agent against a real server, and their receiver of webhooks against forgers. */
class AgentsExampleTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY = "{\"event\":\"delta.verified\",\"data\":{\"n\":1}}";

    @TempDir
    private Path folder;

    private static Path example() {
        Path here = Path.of("").toAbsolutePath();
        Path project = Files.exists(here.resolve("mvnw")) ? here : here.getParent();
        return project.resolve("examples/autonomous-agent");
    }

    @BeforeEach
    void findNode() throws Exception {
        Needed.program("node", "examples/autonomous-agent");
    }

    private record Said(int exit, String text) {}

    private Said agents(List<AddressRange> allowed) throws Exception {
        ServerSettings settings = new ServerSettings(
                folder.resolve("data"),
                new HttpSettings("127.0.0.1", 0),
                ServerSettings.LogLevel.ERROR,
                LogSettings.DEFAULT,
                new WebhookSettings(false, allowed, null));
        try (TallystickServer server = TallystickServer.start(settings, InstantSource.system())) {
            ProcessBuilder builder =
                    new ProcessBuilder("node", example().resolve("agents.mjs").toString()).redirectErrorStream(true);
            builder.environment().put("BASE_URL", server.url());
            builder.environment().put("API_KEY", server.firstRun().sandboxApiKey());
            builder.environment().put("OPERATOR_PASSWORD", server.firstRun().operatorPassword());
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            assertThat(endpoints(server)).as("endpoints left behind").contains("\"total\":0");
            return new Said(exit, text);
        }
    }

    private static String endpoints(TallystickServer server) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest login = HttpRequest.newBuilder(URI.create(server.url() + "/dashboard/auth/login"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            "{\"password\":\"" + server.firstRun().operatorPassword() + "\"}"))
                    .build();
            String token =
                    http.send(login, BodyHandlers.ofString()).body().replaceAll("(?s).*\"token\":\"([^\"]*)\".*", "$1");
            HttpRequest list = HttpRequest.newBuilder(URI.create(server.url() + "/dashboard/webhooks"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            return http.send(list, BodyHandlers.ofString()).body();
        }
    }

    @Test
    void twoAgentsSettleBetweenThemselves() throws Exception {
        Said said = agents(List.of(AddressRange.parse("127.0.0.1")));
        assertThat(said.text())
                .containsPattern("customer: \\d{4}-\\d\\d-\\d\\d differs: -14 recorded, -7 used")
                .contains("vendor: heard of a comparison that parts by 7")
                .contains("vendor: the access log agrees; corrected by 7")
                .contains("customer: agrees on -16", "vendor: sealed -16")
                .contains("customer: countersigned -16: true")
                .contains("vendor: the receipt of -16 is signed by the log: ")
                .contains("vendor: the receipt of -16 is signed by the customer: ")
                .contains("vendor: heard 7 events")
                .contains("customer: heard 7 events");
        assertThat(said.exit()).isZero();
    }

    @Test
    void aServerThatSendsNothingToThisMachine_isToldInOneSentence() throws Exception {
        Said said = agents(List.of());
        assertThat(said.text())
                .hasLineCount(1)
                .startsWith("The server sends no webhooks to this machine (")
                .endsWith("; start it with: TALLYSTICK_WEBHOOK_ALLOW=127.0.0.1 ./tallystick serve\n");
        assertThat(said.exit()).isEqualTo(1);
    }

    @Test
    void aServerThatDoesNotAnswer_isToldInOneSentence() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("node", example().resolve("agents.mjs").toString()).redirectErrorStream(true);
        String nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "http://127.0.0.1:" + taken.getLocalPort();
        }
        builder.environment().put("BASE_URL", nobody);
        builder.environment().put("API_KEY", "pk_test_x");
        builder.environment().put("OPERATOR_PASSWORD", "x");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text)
                .hasLineCount(1)
                .startsWith("No server answers at " + nobody + " (ECONNREFUSED); start it with: ")
                .endsWith("BASE_URL\n");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    /** Prints the receiver's URL, then every event it acts on; fails once on the event named "fails"; ends with its input. */
    private static final String RECEIVER = """
            import { Receiver } from '%s';
            let failures = 0;
            const receiver = new Receiver(async (event, data) => {
              if (event === 'fails' && failures++ === 0) throw new Error('once');
              console.log(`acted on ${event}`);
            });
            await receiver.open(async (method, path, body) => {
              if (body) console.log(body.url);
              return { id: 'webhook_1', secret: '%s' };
            }, 'test');
            process.stdin.resume().on('end', async () => {
              console.log(JSON.stringify(receiver.counts));
              await receiver.close();
            });
            """;

    @Test
    void theirReceiver_takesWhatIsSigned_once() throws Exception {
        Path script = Files.writeString(
                folder.resolve("receiver.mjs"),
                RECEIVER.formatted(example().resolve("webhooks.mjs").toUri(), SECRET));
        Process process = new ProcessBuilder("node", script.toString())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader said = process.inputReader();
                Writer input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
            Sender to = new Sender(http, said.readLine());
            long now = System.currentTimeMillis() / 1_000;
            String right = signature("msg_1", now, BODY, SECRET);
            assertThat(to.send("msg_1", now, right.replace("v1,", "v2,"), BODY)).isEqualTo(401);
            assertThat(to.send("msg_1", now, right, BODY.replace('1', '2'))).isEqualTo(401);
            assertThat(to.send("msg_2", now, right, BODY)).isEqualTo(401);
            assertThat(to.send("msg_1", now + 1, right, BODY)).isEqualTo(401);
            String old = signature("msg_1", now - 400, BODY, SECRET);
            assertThat(to.send("msg_1", now - 400, old, BODY)).isEqualTo(401);
            String strangers = signature("msg_1", now, BODY, "whsec_" + "A".repeat(32));
            assertThat(to.send("msg_1", now, strangers, BODY)).isEqualTo(401);
            assertThat(to.send("msg_1", now, strangers + " " + right, BODY)).isEqualTo(204);
            assertThat(to.send("msg_1", now, right, BODY)).isEqualTo(204);
            String fails = BODY.replace("delta.verified", "fails");
            assertThat(to.send("msg_3", now, signature("msg_3", now, fails, SECRET), fails))
                    .isEqualTo(500);
            assertThat(to.send("msg_3", now, signature("msg_3", now, fails, SECRET), fails))
                    .isEqualTo(204);
            input.close();
            assertThat(said.lines())
                    .containsExactly(
                            "acted on delta.verified", "acted on fails", "{\"taken\":2,\"repeated\":1,\"refused\":6}");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroy();
        }
    }

    private record Sender(HttpClient http, String url) {
        int send(String id, long seconds, String signature, String body) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .header("webhook-id", id)
                    .header("webhook-timestamp", Long.toString(seconds))
                    .header("webhook-signature", signature)
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static String signature(String id, long seconds, String body, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        byte[] bytes = mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(bytes);
    }
}
