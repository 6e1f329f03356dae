package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.server.config.SystemClock;
import dev.tallystick.server.webhook.Signatures;
import dev.tallystick.server.webhook.Signer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints events as they happen, and forwards them to a program on this machine as a webhook would come. */
@Command(
        name = "listen",
        description = {
            "Print events as they happen until it is stopped: a line each with the time, the event, the customer and what.",
            "With --json each is printed as it came, one JSON object a line.",
            "With --forward each is also posted to a program on this machine with the headers of a webhook, signed with a secret that"
                    + " is printed first (or the one given)."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {"  ./tallystick listen --after -1", "  ./tallystick listen --forward http://localhost:3000/hook"})
final class ListenCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/balance/events";
    private static final String LISTENING = "listening";
    private static final String STILL = "still here";
    private static final int DEPTH = 64;
    private static final Duration FORWARD = Duration.ofSeconds(10);

    @Option(
            names = "--forward",
            paramLabel = "PORT|URL",
            description = "Post each event there; a port alone means this machine.")
    private @Nullable String forward;

    @Option(
            names = "--secret",
            paramLabel = "whsec_...",
            description = "Sign with this secret (default: a new one, or TALLYSTICK_WEBHOOK_SECRET).")
    private @Nullable String secret;

    @Option(
            names = "--after",
            paramLabel = "N",
            description =
                    "Begin after the event of this number, the stream's id (the digits at the end of an event's id); -1 for all there is (default: what happens from now on).")
    private @Nullable String after;

    @Option(names = "--limit", paramLabel = "N", description = "Stop after so many events.")
    private @Nullable String limit;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final InstantSource clock = SystemClock.system();
    private @Nullable String lastId;

    /** One event of the stream. */
    private record Told(String name, String data) {
        JsonObject body() {
            byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
            return JsonReader.parse(bytes, 0, bytes.length, DEPTH) instanceof JsonObject object
                    ? object
                    : new JsonObject(Map.of());
        }
    }

    @Override
    public Integer call() {
        URI to = forward == null ? null : target(forward);
        String signing = to == null ? "" : secret();
        if (to != null) {
            System.err.println("Forwarding to " + to + ", signed with the secret " + signing);
        }
        try {
            HttpResponse<InputStream> reply = client.send(request(), BodyHandlers.ofInputStream());
            try (InputStream body = reply.body()) {
                if (reply.statusCode() != 200) {
                    throw options.client().refusal(reply.statusCode(), body.readAllBytes());
                }
                System.err.println(
                        "Listening at " + options.url() + " for events " + beginning() + "; Ctrl-C ends it.");
                listen(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)), to, signing);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.SURROUNDINGS,
                    "The connection to " + options.url() + " failed (" + IoWords.of(e) + "). " + goOn());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.GOOD;
    }

    private HttpRequest request() {
        String target = new Target(PATH).with("limit", limit).toString();
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(options.url() + target))
                    .header("X-Api-Key", options.apiKey())
                    .header("Accept", "text/event-stream");
            if (after != null) {
                request.header("Last-Event-ID", after);
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("The address, key or id cannot be used for a request: " + e.getMessage() + ".");
        }
    }

    /** A port means this machine. */
    private static URI target(String text) {
        try {
            URI uri = URI.create(text.matches("[0-9]{1,5}") ? "http://127.0.0.1:" + text + "/" : text);
            HttpRequest.newBuilder(uri);
            return uri;
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--forward must be a port of this machine or an http URL, not '" + text + "'.");
        }
    }

    private String beginning() {
        if (after == null) {
            return "from now on";
        }
        return after.equals("-1") ? "from the first on" : "after number " + after;
    }

    /** How to go on after what was told. */
    private String goOn() {
        return lastId == null ? "Nothing was told yet." : "Go on after the last event with --after " + lastId + ".";
    }

    private void listen(BufferedReader lines, @Nullable URI to, String signing)
            throws IOException, InterruptedException {
        String name = "";
        String remark = "";
        String id = null;
        long told = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                told(new Told(name, line.substring(6)), to, signing);
                told++;
            } else if (line.startsWith(": ")) {
                remark = line.substring(2);
            } else if (line.isEmpty() && id != null) {
                lastId = id;
            }
        }
        if (limit == null || !limit.equals(Long.toString(told))) {
            String why = remark.equals(STILL) || remark.equals(LISTENING) ? "" : " (" + remark + ")";
            throw new CommandFailure(ExitCode.SURROUNDINGS, "The server ended the stream" + why + ". " + goOn());
        }
    }

    private void told(Told event, @Nullable URI to, String signing) throws InterruptedException {
        System.out.println(options.json() ? event.data() : EventLine.of(event.body()));
        System.out.flush();
        if (to != null) {
            forward(event, to, signing);
        }
    }

    private void forward(Told event, URI to, String signing) throws InterruptedException {
        byte[] body = event.data().getBytes(StandardCharsets.UTF_8);
        String id = event.body().get("id") instanceof JsonString text ? text.value() : "";
        HttpRequest.Builder request =
                HttpRequest.newBuilder(to).timeout(FORWARD).header("Content-Type", "application/json");
        for (String header : Signatures.headers(List.of(new Signer(signing)), id, event.name(), clock.millis(), body)
                .split("\r\n", -1)) {
            int colon = header.indexOf(": ");
            if (colon > 0) {
                request.header(header.substring(0, colon), header.substring(colon + 2));
            }
        }
        try {
            HttpResponse<Void> reply =
                    client.send(request.POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.discarding());
            System.err.println("  forwarded, answered " + reply.statusCode());
        } catch (IOException e) {
            System.err.println("  not forwarded: " + IoWords.of(e));
        }
    }

    private String secret() {
        String given = secret != null ? secret : System.getenv("TALLYSTICK_WEBHOOK_SECRET");
        if (given != null && !given.isEmpty()) {
            return given;
        }
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }
}
