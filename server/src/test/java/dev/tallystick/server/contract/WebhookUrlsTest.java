package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.sequencer.PlaneName;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** URLs that can never work are refused by the API, when an endpoint is made and when it is changed. */
class WebhookUrlsTest {
    private static final String HOOKS = "/dashboard/webhooks";

    @TempDir
    private Path folder;

    @Test
    void aUrlThatCanNeverWorkMakesAndChangesNothing() {
        try (TestServer server = new TestServer(folder)) {
            String[] bearer = {
                "Authorization", "Bearer " + server.login(server.tenant), "Content-Type", "application/json"
            };
            HttpResponse<String> made = send(server, "POST", HOOKS, "https://example.com/", bearer);
            assertThat(made.statusCode()).isEqualTo(201);
            String one = HOOKS + "/" + Json.parse(made.body()).at("/data/id").asString();
            long events = server.events(PlaneName.SANDBOX);
            for (String url : List.of(
                    "ftp://example.com/",
                    "https://example.com:0/",
                    "https://example.com:65536/",
                    "https://10.0.0.1/",
                    "https://[::1]/",
                    "https://169.254.169.254/",
                    "https://0177.0.0.1/",
                    "https://0x7f.1/",
                    "https://127.1/",
                    "https://[fe80::1%25eth0]/",
                    "https://user:word@example.com/",
                    "https://example.com/#part")) {
                for (HttpResponse<String> refused :
                        List.of(send(server, "POST", HOOKS, url, bearer), send(server, "PATCH", one, url, bearer))) {
                    JsonNode body = Json.parse(refused.body());
                    assertThat(refused.statusCode()).as(url).isEqualTo(400);
                    assertThat(body.at("/code").asString()).isEqualTo("VALIDATION_ERROR");
                    assertThat(body.at("/error/field").asString()).isEqualTo("url");
                    assertThat(body.at("/message").asString())
                            .startsWith("url ")
                            .endsWith(".");
                }
            }
            assertThat(server.events(PlaneName.SANDBOX)).isEqualTo(events);
            assertThat(server.get(one, bearer).body()).contains("\"url\":\"https://example.com/\"");
            // This machine is allowed by this server's configuration.
            assertThat(send(server, "PATCH", one, "http://127.0.0.1:9/", bearer).statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpResponse<String> send(
            TestServer server, String method, String path, String url, String[] headers) {
        return server.send(server.request(path, headers)
                .method(method, BodyPublishers.ofString("{\"url\":\"" + url + "\"}"))
                .build());
    }
}
