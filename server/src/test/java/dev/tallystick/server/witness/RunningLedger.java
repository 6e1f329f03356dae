package dev.tallystick.server.witness;

import dev.tallystick.proof.merkle.Tile;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.LogSettings;
import dev.tallystick.server.config.ServerSettings;
import dev.tallystick.server.config.ServerSettings.LogLevel;
import dev.tallystick.server.config.WebhookSettings;
import dev.tallystick.server.folder.FirstRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A whole Tallystick server on a folder, used over HTTP as its customers and auditors do. */
final class RunningLedger implements AutoCloseable {
    private static final Pattern API_KEY = Pattern.compile("\"sandboxApiKey\"\\s*:\\s*\"([^\"]+)\"");
    private static final int TRIES = 1_500;
    private static final long BETWEEN_TRIES_NANOS = 20_000_000;

    private final TallystickServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String apiKey;

    RunningLedger(Path folder, boolean stopOnRollback, LogSettings.Witness... witnesses) throws IOException {
        server = TallystickServer.start(
                new ServerSettings(
                        folder,
                        new HttpSettings("127.0.0.1", 0),
                        LogLevel.ERROR,
                        new LogSettings(null, List.of(witnesses), stopOnRollback),
                        WebhookSettings.DEFAULT),
                InstantSource.system());
        Matcher found = API_KEY.matcher(Files.readString(folder.resolve(FirstRun.FILE)));
        if (!found.find()) {
            throw new IllegalStateException("no key in the first run's file");
        }
        apiKey = found.group(1);
    }

    /** Records one delta; returns the status. */
    int record(String reference) {
        return send(HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/balance/delta"))
                        .header("X-Api-Key", apiKey)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"customerId\":\"acme\",\"delta\":-1,\"reason\":\"r\",\"referenceId\":\"" + reference
                                        + "\"}"))
                        .build())
                .statusCode();
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] get(String path) {
        HttpResponse<byte[]> answer =
                send(HttpRequest.newBuilder(URI.create(server.url() + path)).build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    SignedHead head() {
        return SignedHead.parse(get("/log/sandbox/checkpoint"));
    }

    VerifierKey key() {
        return VerifierKey.parse(new String(get("/log/sandbox/key"), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElseThrow());
    }

    byte[] tile(Tile tile) {
        return get("/log/sandbox/" + tile.path());
    }

    /** What the metrics say at present under a name without labels. */
    String measured(String name) {
        String before = "\n" + name + " ";
        String all = new String(get("/metrics"), StandardCharsets.UTF_8);
        int at = all.indexOf(before) + before.length();
        if (at < before.length()) {
            throw new IllegalStateException("no " + name + " among the metrics");
        }
        return all.substring(at, all.indexOf('\n', at));
    }

    /** The status and body of what the server says about taking writes. */
    String readiness() {
        HttpResponse<byte[]> answer = send(
                HttpRequest.newBuilder(URI.create(server.url() + "/readyz")).build());
        return answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** Waits for a head of this kind; the witnesses are asked once a second. */
    SignedHead await(Predicate<SignedHead> wanted) {
        for (int i = 0; i < TRIES; i++) {
            SignedHead head = head();
            if (wanted.test(head)) {
                return head;
            }
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
        throw new AssertionError("No such head; the newest is " + head());
    }

    /** Waits until writing has stopped. */
    void awaitStop() {
        for (int i = 0; i < TRIES; i++) {
            if (record("after-" + i) >= 500) {
                return;
            }
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
        throw new AssertionError("It still records.");
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
    }
}
