package dev.tallystick.cli.verify;

import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.LogSettings;
import dev.tallystick.server.config.ServerSettings;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole server on a folder, used over HTTP as customers and auditors do; its clock stands until it is moved. */
final class LiveLedger implements AutoCloseable {
    static final String LOG_NAME = "live.example";

    private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");

    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-03-01T10:00:00Z").toEpochMilli());
    private final HttpClient client = HttpClient.newHttpClient();
    private final TallystickServer server;
    private final FirstRun first;
    private final Path folder;

    LiveLedger(Path folder) {
        this.folder = folder;
        server = TallystickServer.start(
                new ServerSettings(
                        folder,
                        new HttpSettings("127.0.0.1", 0),
                        ServerSettings.LogLevel.ERROR,
                        new LogSettings(LOG_NAME, List.of(), false),
                        WebhookSettings.DEFAULT),
                () -> Instant.ofEpochMilli(millis.get()));
        first = Objects.requireNonNull(FirstRun.read(folder));
    }

    String log() {
        return server.url() + "/log/sandbox";
    }

    Path logFolder() {
        return folder.resolve("sandbox/log");
    }

    void pass(long days) {
        millis.addAndGet(ChronoUnit.DAYS.getDuration().toMillis() * days);
    }

    /** Records so many deltas of one customer and returns the last record's receiptId. */
    String record(String customer, int number) throws IOException, InterruptedException {
        String reply = "";
        for (int sent = 0; sent < number; ) {
            int size = Math.min(100, number - sent);
            StringBuilder items = new StringBuilder();
            for (int i = 0; i < size; i++) {
                items.append(i == 0 ? "" : ",")
                        .append("{\"customerId\":\"")
                        .append(customer)
                        .append("\",\"delta\":-1,\"reason\":\"usage\"}");
            }
            reply = send(
                    "POST",
                    "/api/v1/balance/delta/batch",
                    "{\"deltas\":[" + items + "]}",
                    "X-Api-Key",
                    first.sandboxApiKey());
            sent += size;
        }
        Matcher ids = Pattern.compile("\"receiptId\":\"([^\"]+)\"").matcher(reply);
        String last = "";
        while (ids.find()) {
            last = ids.group(1);
        }
        return last;
    }

    /** Stores the receipt file of a record. */
    void receipt(String receiptId, Path file) throws IOException, InterruptedException {
        String path = "/api/v1/balance/receipts/" + receiptId + "?format=tallystick";
        Files.writeString(file, send("GET", path, null, "X-Api-Key", first.sandboxApiKey()));
    }

    /** Has a comparison put into the log and stores its signed report. */
    void report(String customer, Path file) throws IOException, InterruptedException {
        String body = "{\"customerId\":\"" + customer + "\",\"yourBalance\":\"-1\",\"theirBalance\":\"-2\"}";
        String reply = send("POST", "/api/v1/balance/compare?signed=true", body, "X-Api-Key", first.sandboxApiKey());
        if (JsonReader.parse(reply.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object
                && object.get("data") instanceof JsonObject data
                && data.get("signed") instanceof JsonObject signed
                && signed.get("report") instanceof JsonObject report) {
            Files.write(file, CanonicalJson.of(report));
        } else {
            throw new IllegalStateException(reply);
        }
    }

    void rotateKey() throws IOException, InterruptedException {
        String login = send(
                "POST", "/dashboard/auth/login", "{\"password\":\"" + first.operatorPassword() + "\"}", "X-None", "x");
        Matcher token = TOKEN.matcher(login);
        if (!token.find()) {
            throw new IllegalStateException(login);
        }
        send(
                "POST",
                "/dashboard/log-key/rotate",
                "{\"environment\":\"test\"}",
                "Authorization",
                "Bearer " + token.group(1));
    }

    String get(String path) throws IOException, InterruptedException {
        return send("GET", path, null, "X-None", "x");
    }

    private String send(String method, String path, String body, String header, String value)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header(header, value)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> reply = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (reply.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + reply.body());
        }
        return reply.body();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
