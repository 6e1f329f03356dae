package dev.tallystick.server.log;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.note.AddCheckpointRequest;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.NoteSignature;
import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.server.config.LogSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One witness: remembers which size it knows and asks it for cosignatures. For one thread at a time. */
final class WitnessClient {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final int ANSWER_BYTES_MAX = 16 << 10;
    private static final System.Logger LOG = System.getLogger(WitnessClient.class.getName());

    private final LogSettings.Witness witness;
    private final HttpClient http;
    private final URI url;
    private long known;
    private String lastFailure = "";

    WitnessClient(LogSettings.Witness witness, HttpClient http) {
        this.witness = witness;
        this.http = http;
        String prefix = witness.url().toString();
        this.url = URI.create((prefix.endsWith("/") ? prefix : prefix + "/") + "add-checkpoint");
    }

    /** What a witness answered. */
    sealed interface Answer {
        /** Signatures that were checked and cover exactly the head asked for. */
        record Cosigned(List<NoteSignature> signatures) implements Answer {}

        /** It has cosigned a larger tree of this log. */
        record KnowsMore(String witness, long size) implements Answer {}

        /** Anything else. */
        record Failed(String why) implements Answer {}
    }

    /** Asks for a cosignature of the head; a witness that knows another size than we thought is asked once more. */
    Answer ask(PlaneLog log, SignedHead head) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 2; attempt++) {
            long old = Math.min(known, head.head().size());
            List<Hash> path = old == 0 ? List.of() : log.consistency(old, head).path();
            HttpResponse<byte[]> reply = post(new AddCheckpointRequest(old, path, head));
            switch (reply.statusCode()) {
                case 200 -> {
                    return cosigned(reply.body(), head);
                }
                case 409 -> {
                    known = size(reply.body());
                    if (known > head.head().size()) {
                        return new Answer.KnowsMore(witness.key().name(), known);
                    }
                }
                default -> {
                    return failed("status " + reply.statusCode());
                }
            }
        }
        return failed("it disagrees about the size it knows");
    }

    private HttpResponse<byte[]> post(AddCheckpointRequest request) throws IOException, InterruptedException {
        HttpRequest sent = HttpRequest.newBuilder(url)
                .timeout(ANSWER_MAX)
                .POST(BodyPublishers.ofByteArray(request.text()))
                .build();
        return http.send(sent, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    }

    private Answer cosigned(byte[] body, SignedHead head) {
        List<NoteSignature> signatures = new ArrayList<>();
        byte[] text = head.note().text();
        try {
            for (String line : new String(body, StandardCharsets.UTF_8).lines().toList()) {
                NoteSignature signature = NoteSignature.parse(line);
                if (witness.key().names(signature) && witness.key().verifies(text, signature)) {
                    signatures.add(signature);
                }
            }
        } catch (NoteException e) {
            return failed(String.valueOf(e.getMessage()));
        }
        if (signatures.isEmpty()) {
            return failed("its answer has no signature by " + witness.key() + " over the head");
        }
        known = head.head().size();
        lastFailure = "";
        return new Answer.Cosigned(signatures);
    }

    private static long size(byte[] body) throws IOException {
        String text = new String(body, StandardCharsets.US_ASCII).strip();
        if (!text.matches("[0-9]{1,18}")) {
            throw new IOException("the witness answered a conflict without its size");
        }
        return Long.parseLong(text);
    }

    /** Tells each new reason once. */
    private Answer failed(String why) {
        String sentence = "Witness " + witness.key().name() + " did not cosign: " + why;
        if (!sentence.equals(lastFailure)) {
            LOG.log(Level.WARNING, sentence);
            lastFailure = sentence;
        }
        return new Answer.Failed(sentence);
    }
}
