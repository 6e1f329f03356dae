package dev.tallystick.cli.imports;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.AllowedCall;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches. What may pass by itself (a broken connection, 408, 429, 5xx) is sent again, later and later, for
 * about five minutes: every row has a reference, so none is stored twice. Thread-safe.
 */
final class BatchPoster {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration REPLY = Duration.ofSeconds(60);
    private static final int TRIES = 15;
    private static final long WAIT_MILLIS = 250;
    private static final long WAIT_MILLIS_MAX = 30_000;
    private static final int DEPTH = 64;
    private static final int STATUS_TIMEOUT = 408;
    private static final int STATUS_LIMITED = 429;
    private static final int STATUS_SERVER = 500;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI target;
    private final String apiKey;

    BatchPoster(String url, String apiKey) {
        this.apiKey = apiKey;
        try {
            this.target = URI.create(url + "/api/v1/balance/delta/batch?results=failed");
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("The address " + url + " cannot be used: " + e.getMessage() + ".");
        }
    }

    /** Sends a batch and returns the body of its reply, of status 201. */
    byte[] post(byte[] body) throws InterruptedException {
        long waitMillis = WAIT_MILLIS;
        for (int tried = 1; ; tried++) {
            String why;
            long wanted = waitMillis;
            try {
                HttpResponse<byte[]> reply = client.send(request(body), BodyHandlers.ofByteArray());
                int status = reply.statusCode();
                if (status == 201) {
                    return reply.body();
                }
                why = said(reply);
                if (status != STATUS_TIMEOUT && status != STATUS_LIMITED && status < STATUS_SERVER) {
                    throw CommandFailure.usage("The server refused a batch (" + why + ").");
                }
                wanted = Math.max(
                        waitMillis,
                        1_000 * reply.headers().firstValueAsLong("Retry-After").orElse(0));
            } catch (IOException e) {
                why = "no answer from " + target.getAuthority() + ", " + IoWords.of(e);
            } catch (IllegalArgumentException e) {
                throw CommandFailure.usage("The address or key cannot be used for a request: " + e.getMessage() + ".");
            }
            if (tried == TRIES) {
                throw CommandFailure.surroundings(
                        "Gave up after " + TRIES + " tries (" + why
                                + "). Import the same files again: what is stored already is not stored twice.",
                        null);
            }
            pause(Math.min(wanted, WAIT_MILLIS_MAX));
            waitMillis = Math.min(waitMillis * 2, WAIT_MILLIS_MAX);
        }
    }

    @AllowedCall("between two tries there is nothing to wait for but time")
    private static void pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }

    private HttpRequest request(byte[] body) {
        return HttpRequest.newBuilder(target)
                .timeout(REPLY)
                .header("Content-Type", "application/json")
                .header("X-Api-Key", apiKey)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static String said(HttpResponse<byte[]> reply) {
        JsonObject body = parse(reply.body());
        String message = body == null ? null : text(body.get("message"));
        return message == null
                ? "status " + reply.statusCode()
                : text(body == null ? null : body.get("code")) + ": " + message;
    }

    static @Nullable JsonObject parse(byte[] body) {
        try {
            return JsonReader.parse(body, 0, body.length, DEPTH) instanceof JsonObject object ? object : null;
        } catch (JsonException e) {
            return null;
        }
    }

    static @Nullable String text(@Nullable JsonValue value) {
        return switch (value) {
            case JsonString string -> string.value();
            case JsonNumber number -> number.value().toPlainString();
            case null, default -> null;
        };
    }
}
