package dev.tallystick.simulator.hook;

import dev.tallystick.server.folder.FirstRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator does with a running server, over HTTP. */
public final class Operator implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String bearer;

    /** Logs in to the server of a data folder. */
    public Operator(int port, Path data) throws IOException {
        FirstRun firstRun = FirstRun.read(data);
        if (firstRun == null) {
            throw new IOException("the server wrote no first-run.json");
        }
        url = "http://127.0.0.1:" + port;
        bearer = "Bearer "
                + field(
                        send("/dashboard/auth/login", "{\"password\":\"" + firstRun.operatorPassword() + "\"}", ""),
                        "token");
    }

    /** A configuration file that lets webhooks go to this machine. */
    public static Path allowingThisMachine(Path folder) throws IOException {
        return Files.writeString(folder.resolve("tallystick.properties"), "webhook-allow = 127.0.0.1\n");
    }

    /** Makes a webhook endpoint on the sandbox and returns its id. */
    public String endpoint(String target) throws IOException {
        return field(send("/dashboard/webhooks", "{\"url\":\"" + target + "\"}", bearer), "id");
    }

    /** Asks a local address. */
    public String get(String address) throws IOException {
        return reply(HttpRequest.newBuilder(URI.create(address)).build());
    }

    private String send(String path, String body, String authorization) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return reply(request.build());
    }

    private String reply(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> reply = client.send(request, BodyHandlers.ofString());
            if (reply.statusCode() / 100 != 2) {
                throw new IOException(request + " was answered " + reply.statusCode() + ": " + reply.body());
            }
            return reply.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String field(String json, String name) throws IOException {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) {
            throw new IOException("no " + name + " in " + json);
        }
        return matcher.group(1);
    }

    @Override
    public void close() {
        client.close();
    }
}
