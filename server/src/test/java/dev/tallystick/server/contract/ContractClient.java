package dev.tallystick.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.contract.ApiDocument.Operation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Sends requests to a server and holds every one of them and every reply against the description: what succeeds must
 * have been asked for as described, and every reply must be as described. Remembers which answers it has seen.
 */
final class ContractClient {
    private final ApiDocument document;
    private final ApiDocumentChecks checks;
    private final Set<String> seen = new TreeSet<>();
    private TestServer server;

    ContractClient(ApiDocument document) {
        this.document = document;
        this.checks = new ApiDocumentChecks(document);
    }

    /** From now on requests go to this server. */
    ContractClient to(TestServer other) {
        server = other;
        return this;
    }

    TestServer server() {
        return server;
    }

    /** What has been answered so far: {@code GET /healthz 200}, with the code after it for an error. */
    Set<String> seen() {
        return seen;
    }

    /** Sends a request, checks all of it and returns the reply's body; an error is asked for in its second form too. */
    JsonNode exchange(String expected, String method, String target, String body, String... headers) {
        HttpResponse<String> reply = once(expected, method, target, body, headers);
        if (reply.statusCode() >= 400) {
            String[] more = java.util.Arrays.copyOf(headers, headers.length + 2);
            more[headers.length] = "Accept";
            more[headers.length + 1] = "application/problem+json";
            HttpResponse<String> problem = once(expected, method, target, body, more);
            assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
        boolean json = reply.headers().firstValue("Content-Type").orElse("").equals("application/json");
        return json ? Json.parse(reply.body()) : null;
    }

    private HttpResponse<String> once(String expected, String method, String target, String body, String... headers) {
        HttpRequest.Builder builder = server.request(target, headers);
        boolean typed = false;
        for (int i = 0; i < headers.length; i += 2) {
            typed |= headers[i].equalsIgnoreCase("Content-Type");
        }
        if (body != null && !typed) {
            builder.header("Content-Type", "application/json");
        }
        HttpRequest request = builder.method(
                        method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> reply = server.send(request);
        int question = target.indexOf('?');
        Operation operation = document.find(method, question < 0 ? target : target.substring(0, question));
        String story =
                method + " " + target + " " + (body == null ? "" : body.substring(0, Math.min(300, body.length())))
                        + "\n -> " + reply.statusCode() + " "
                        + reply.body().substring(0, Math.min(2000, reply.body().length()));
        assertThat(operation).as(story).isNotNull();
        assertThat(checks.reply(operation, reply)).as(story).isEmpty();
        if (reply.statusCode() < 300) {
            assertThat(checks.request(operation, target, request.headers(), body))
                    .as("request of " + story)
                    .isEmpty();
        }
        String answer = answer(reply);
        assertThat(answer).as(story).isEqualTo(expected);
        seen.add(operation.name() + " " + answer);
        return reply;
    }

    private static String answer(HttpResponse<String> reply) {
        String type = reply.headers().firstValue("Content-Type").orElse("");
        String code =
                type.endsWith("json") ? Json.parse(reply.body()).path("code").asString("") : "";
        return code.isEmpty() ? Integer.toString(reply.statusCode()) : reply.statusCode() + " " + code;
    }
}
