package dev.tallystick.server.witness;

import dev.tallystick.proof.note.AddCheckpointRequest;
import dev.tallystick.proof.note.NoteSignature;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.server.config.LogSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A real witness on a free port, and its client. */
final class RunningWitness implements AutoCloseable {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_767_225_600));

    final WitnessServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    RunningWitness(Path folder, VerifierKey... logs) {
        server = WitnessServer.start(
                new WitnessServer.Settings(folder, "witness.example/w", List.of(logs), "127.0.0.1", 0), CLOCK);
    }

    LogSettings.Witness setting() {
        return new LogSettings.Witness(server.key(), URI.create(server.url()));
    }

    HttpResponse<String> send(String method, String path, byte[] body) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + path))
                            .method(method, BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> add(AddCheckpointRequest request) {
        return send("POST", "/add-checkpoint", request.text());
    }

    HttpResponse<String> add(String body) {
        return send("POST", "/add-checkpoint", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the answer carries exactly this witness's signature over the head asked for. */
    boolean cosigned(HttpResponse<String> answer, AddCheckpointRequest request) {
        if (answer.statusCode() != 200) {
            return false;
        }
        NoteSignature signature = NoteSignature.parse(answer.body().stripTrailing());
        return server.key().names(signature)
                && server.key().verifies(request.head().note().text(), signature);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
