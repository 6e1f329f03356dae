package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Calls a running server and returns the {@code data} of its reply. */
final class ApiClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration REPLY = Duration.ofSeconds(60);
    /** The server's own limit for an upload, and some. */
    private static final Duration UPLOAD = Duration.ofMinutes(20);

    private static final int DEPTH = 64;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final String url;
    private final String authName;
    private final String authValue;

    /** Sends the header {@code authName} with every request; an empty value sends none. */
    ApiClient(String url, String authName, String authValue) {
        this.url = url;
        this.authName = authName;
        this.authValue = authValue;
    }

    JsonValue get(String path) {
        return send("GET", path, null, Map.of());
    }

    JsonValue post(String path, byte[] body) {
        return send("POST", path, body, Map.of());
    }

    /**
     * Sends a file as a request's body, as it is read.
     *
     * @param reading what is sent instead of the file's own bytes, given these
     * @throws CommandFailure the file cannot be read, the server cannot be reached or says no
     */
    JsonValue upload(String path, Path file, String contentType, UnaryOperator<InputStream> reading) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            String why = Files.isDirectory(file)
                    ? "it is a folder"
                    : Files.exists(file) ? "permission denied" : "no such file";
            throw CommandFailure.usage("The file " + file + " cannot be read: " + why + ".");
        }
        BodyPublisher content = BodyPublishers.ofInputStream(() -> {
            try {
                return reading.apply(SentFile.open(file));
            } catch (IOException e) {
                throw CommandFailure.usage("The file " + file + " cannot be read: " + IoWords.of(e) + ".");
            }
        });
        return data(call("POST", path, content, contentType, UPLOAD, Map.of(), BodyHandlers.ofByteArray()));
    }

    /**
     * Sends a request.
     *
     * @throws CommandFailure the server cannot be reached or says no
     */
    JsonValue send(String method, String path, byte @Nullable [] body, Map<String, String> headers) {
        BodyPublisher content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        String type = body == null ? "" : "application/json";
        return data(call(method, path, content, type, REPLY, headers, BodyHandlers.ofByteArray()));
    }

    /**
     * Gets a file. It is there under its name only once it is whole.
     *
     * @throws CommandFailure the server cannot be reached or says no, or the file cannot be written
     */
    void download(String path, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            String why = Files.isDirectory(file) ? "it is a folder" : "there is no folder " + folder;
            throw new CommandFailure(ExitCode.SURROUNDINGS, "Cannot write " + file + ": " + why + ".");
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        HttpResponse<byte[]> reply = call(
                "GET",
                path,
                BodyPublishers.noBody(),
                "",
                REPLY,
                Map.of(),
                info -> info.statusCode() == 200
                        ? BodySubscribers.mapping(BodySubscribers.ofFile(part), written -> new byte[0])
                        : BodySubscribers.ofByteArray());
        if (reply.statusCode() != 200) {
            data(reply);
        }
        try {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.SURROUNDINGS, "Cannot write " + file + ": " + IoWords.of(e) + ".");
        }
    }

    private HttpResponse<byte[]> call(
            String method,
            String path,
            BodyPublisher content,
            String contentType,
            Duration timeout,
            Map<String, String> headers,
            HttpResponse.BodyHandler<byte[]> handler) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(timeout)
                    .method(method, content);
            if (!contentType.isEmpty()) {
                request.header("Content-Type", contentType);
            }
            if (!authValue.isEmpty()) {
                request.header(authName, authValue);
            }
            headers.forEach(request::header);
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.SURROUNDINGS,
                    "No answer from " + url + " (" + IoWords.of(e)
                            + "). Is the server running? Start it with './tallystick serve', or name another with --url.");
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("The address or key cannot be used for a request: " + e.getMessage() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.SURROUNDINGS, "Interrupted while waiting for " + url + ".");
        }
    }

    private JsonValue data(HttpResponse<byte[]> reply) {
        JsonObject body = parse(reply.statusCode(), reply.body());
        JsonValue data = body.get("data");
        if (reply.statusCode() != 202 && JsonBoolean.TRUE.equals(body.get("success")) && data != null) {
            return data;
        }
        throw refusal(reply.statusCode(), body);
    }

    /** What the server says when it says no. */
    private static CommandFailure refusal(int status, JsonObject body) {
        return new CommandFailure(exitCode(status), text(body, "code") + ": " + text(body, "message"));
    }

    /** The same of a reply that was read elsewhere. */
    CommandFailure refusal(int status, byte[] body) {
        return refusal(status, parse(status, body));
    }

    private JsonObject parse(int status, byte[] bytes) {
        try {
            if (JsonReader.parse(bytes, 0, bytes.length, DEPTH) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            // Told below: whatever it is, it is no Tallystick.
        }
        throw new CommandFailure(
                ExitCode.SURROUNDINGS,
                "What answers at " + url + " is no Tallystick server (status " + status
                        + ", not JSON). Name the server with --url.");
    }

    private static String text(JsonObject body, String name) {
        return body.get(name) instanceof JsonString text ? text.value() : "(no " + name + ")";
    }

    /** What a refused request means to whoever ran the command. */
    static int exitCode(int status) {
        return switch (status) {
            case 404, 409, 422 -> ExitCode.NO;
            case 202, 408, 429 -> ExitCode.SURROUNDINGS;
            default -> status >= 500 ? ExitCode.SURROUNDINGS : ExitCode.USAGE;
        };
    }

    /** A JSON object of text members and raw JSON members; those that are null are left out. */
    static byte[] object(Map<String, ? extends @Nullable Object> members) {
        ByteSink sink = new ByteSink(256);
        JsonWriter json = new JsonWriter(sink).beginObject();
        members.forEach((name, value) -> {
            switch (value) {
                case null -> {}
                case JsonValue tree -> json.name(name).value(tree);
                case Boolean bool -> json.name(name).value(bool.booleanValue());
                case Long number -> json.name(name).value(number.longValue());
                default -> json.name(name).value(value.toString());
            }
        });
        json.endObject();
        return sink.toBytes();
    }
}
