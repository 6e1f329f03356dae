package dev.tallystick.client;

import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sends requests and repeats them as the policy says. For many threads. */
final class Transport {
    /** Most bytes of a reply; a receipt of a long window is the largest there is. */
    private static final long REPLY_BYTES_MAX = 512L << 20;

    private static final int KEY_BYTES = 16;
    // Metadata may be nested 32 deep, some levels down in a reply.
    private static final int DEPTH_MAX = 40;

    private final HttpClient http;
    private final String base;
    private final String apiKey;
    private final Duration timeout;
    private final RetryPolicy retry;
    private final RandomGenerator random;
    private final Pause pause;

    Transport(Builder builder) {
        // Never follows a redirect: the key belongs to one server.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(builder.timeout)
                .build();
        this.base = builder.baseUrl;
        this.apiKey = builder.apiKey;
        this.timeout = builder.timeout;
        this.retry = builder.retry;
        this.random = builder.random;
        this.pause = builder.pause;
    }

    /** A body with the key that makes its repeats one, or without one where nothing is stored. */
    static final class Body {
        private final byte[] json;
        private final @Nullable String idempotencyKey;

        Body(byte[] json, @Nullable String idempotencyKey) {
            this.json = json;
            this.idempotencyKey = idempotencyKey;
        }
    }

    /** A body whose repeats are one. */
    Body once(byte[] json) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new Body(json, HexFormat.of().formatHex(key));
    }

    Members get(String path) {
        return data(send(path, null, true));
    }

    Members post(String path, Body body) {
        return data(send(path, body, true));
    }

    byte[] file(String path) {
        return send(path, null, true);
    }

    /** Fetches what is public, without showing the key. */
    byte[] open(String path) {
        return send(path, null, false);
    }

    private static Members data(byte[] reply) {
        JsonObject root = object(reply);
        if (root == null || !JsonBoolean.TRUE.equals(root.get("success"))) {
            throw new UnexpectedReplyException("The reply is not an object with success and data; is this the server?");
        }
        return new Members(root, "the reply").members("data");
    }

    private byte[] send(String path, @Nullable Body body, boolean withKey) {
        HttpRequest request = request(path, body, withKey);
        for (int attempt = 1; ; attempt++) {
            TallystickException failure;
            Duration asked = null;
            try {
                HttpResponse<byte[]> reply =
                        http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), REPLY_BYTES_MAX));
                int status = reply.statusCode();
                if (status >= 200 && status < 300 && status != 202) {
                    return reply.body();
                }
                ApiException refusal = refusal(reply);
                if (!RetryPolicy.worthRepeating(status, refusal.code())) {
                    throw refusal;
                }
                failure = refusal;
                asked = refusal.retryAfter();
            } catch (IOException e) {
                failure = new UnreachableException(
                        "No reply from " + request.uri() + " after " + attempt + " attempt(s): " + e, e);
            } catch (InterruptedException e) {
                throw interrupted(request, e);
            }
            Duration wait = retry.waitAfter(attempt, asked, random);
            if (wait == null) {
                throw failure;
            }
            pause(wait, request);
        }
    }

    private HttpRequest request(String path, @Nullable Body body, boolean withKey) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
        if (withKey) {
            request.header("X-Api-Key", apiKey);
        }
        if (body != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body.json));
            String idempotencyKey = body.idempotencyKey;
            if (idempotencyKey != null) {
                request.header("Idempotency-Key", idempotencyKey);
            }
        }
        return request.build();
    }

    private void pause(Duration wait, HttpRequest request) {
        try {
            pause.pause(wait);
        } catch (InterruptedException e) {
            throw interrupted(request, e);
        }
    }

    private static UnreachableException interrupted(HttpRequest request, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UnreachableException("Interrupted while waiting for " + request.uri() + ".", e);
    }

    private static ApiException refusal(HttpResponse<byte[]> reply) {
        JsonObject root = object(reply.body());
        JsonObject body = root == null ? JsonObject.EMPTY : root;
        JsonObject details = body.get("error") instanceof JsonObject error ? error : JsonObject.EMPTY;
        String code = first(Members.textOf(details, "code"), Members.textOf(body, "code"));
        String message = first(Members.textOf(details, "message"), Members.textOf(body, "message"));
        return new ApiException(
                reply.statusCode(),
                code == null ? "HTTP_" + reply.statusCode() : code,
                message == null ? "The server answered " + reply.statusCode() + " without saying why." : message,
                first(
                        Members.textOf(body, "requestId"),
                        reply.headers().firstValue("X-Request-Id").orElse(null)),
                retryAfter(reply, details),
                details);
    }

    private static @Nullable Duration retryAfter(HttpResponse<byte[]> reply, JsonObject details) {
        // Only the form in seconds: this server sends no dates.
        String seconds = reply.headers().firstValue("Retry-After").orElse("");
        if (seconds.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(seconds));
        }
        return details.get("retryAfterSeconds") == null
                ? null
                : Duration.ofSeconds(new Members(details, "the error").whole("retryAfterSeconds"));
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }

    private static @Nullable JsonObject object(byte[] json) {
        try {
            return JsonReader.parse(json, 0, json.length, DEPTH_MAX) instanceof JsonObject object ? object : null;
        } catch (JsonException e) {
            return null;
        }
    }
}
