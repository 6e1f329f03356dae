package dev.tallystick.cli;

import dev.tallystick.server.config.SystemClock;
import dev.tallystick.server.webhook.Signatures;
import dev.tallystick.server.webhook.Signer;
import java.io.BufferedReader;
import java.io.IOException;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints events as they happen, and forwards them to a program on this machine as a webhook would come. */
@Command(
        name = "listen",
        description = {
            "Print events as they happen, a line each, until it is stopped.",
            "With --forward each is also posted to a local URL with the headers of a webhook, signed with a secret that"
                    + " is printed first (or the one given)."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick listen --forward http://localhost:3000/hook")
final class ListenCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/balance/events";
    private static final Duration FORWARD = Duration.ofSeconds(10);

    @Option(names = "--forward", paramLabel = "URL", description = "Post each event there.")
    private @Nullable URI forward;

    @Option(
            names = "--secret",
            paramLabel = "whsec_...",
            description = "Sign with this secret (default: a new one, or TALLYSTICK_WEBHOOK_SECRET).")
    private @Nullable String secret;

    @Option(
            names = "--after",
            paramLabel = "N",
            description = "Begin after this event id; -1 for all there is (default: what happens from now on).")
    private @Nullable String after;

    @Option(names = "--limit", paramLabel = "N", description = "Stop after so many events.")
    private @Nullable String limit;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final InstantSource clock = SystemClock.system();

    /** One event of the stream. */
    private record Told(@Nullable String id, String name, String data) {}

    @Override
    public Integer call() {
        String signing = forward == null ? "" : secret();
        if (forward != null) {
            System.err.println("Forwarding to " + forward + ", signed with the secret " + signing);
        }
        String target = new Target(PATH).with("limit", limit).toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(options.url() + target))
                .header("X-Api-Key", options.apiKey())
                .header("Accept", "text/event-stream");
        if (after != null) {
            request.header("Last-Event-ID", after);
        }
        try {
            HttpResponse<java.io.InputStream> reply = client.send(request.build(), BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))) {
                if (reply.statusCode() != 200) {
                    throw new CommandFailure(
                            ExitCode.USAGE, String.join("\n", lines.lines().toList()));
                }
                listen(lines, signing);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.SURROUNDINGS, "The connection to " + options.url() + " ended (" + e + ").");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.GOOD;
    }

    private void listen(BufferedReader lines, String signing) throws IOException, InterruptedException {
        String id = null;
        String name = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                told(new Told(id, name, line.substring(6)), signing);
            }
        }
    }

    private void told(Told event, String signing) throws InterruptedException {
        System.out.println(
                options.json()
                        ? event.data()
                        : (event.id() == null ? "-" : event.id()) + "  " + event.name() + "  " + event.data());
        System.out.flush();
        URI to = forward;
        if (to != null) {
            forward(event, to, signing);
        }
    }

    private void forward(Told event, URI to, String signing) throws InterruptedException {
        byte[] body = event.data().getBytes(StandardCharsets.UTF_8);
        String id = event.data().replaceFirst("^\\{\"id\":\"([^\"]*)\".*", "$1");
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
            System.err.println("  -> " + reply.statusCode());
        } catch (IOException e) {
            System.err.println("  -> not delivered: " + e);
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
