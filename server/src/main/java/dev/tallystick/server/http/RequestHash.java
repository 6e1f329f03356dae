package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Sha256;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Idempotency-Key} header and fingerprints the request it stands for. */
final class RequestHash {
    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
    private static final int KEY_MAX = 255;

    private RequestHash() {}

    /**
     * The key with the request's hash, or null without the header. The hash is SHA-256 over method, path, each query
     * parameter in sorted order and the body, each preceded by its length.
     *
     * @throws ProblemException 400 if the key is not 1 to 255 visible ASCII characters
     */
    static @Nullable Idempotency of(Exchange exchange, Body body) {
        String key = exchange.header(IDEMPOTENCY_KEY);
        if (key == null) {
            return null;
        }
        requireVisible(key);
        ByteSink sink = new ByteSink(body.length() + 128);
        part(sink, exchange.method());
        part(sink, exchange.rawPath());
        for (Query.Parameter parameter : exchange.query().sorted()) {
            part(sink, parameter.name());
            part(sink, parameter.value());
        }
        sink.u32(body.length());
        sink.bytes(body.bytes(), 0, body.length());
        return new Idempotency(key, Sha256.hash(sink.array(), 0, sink.length()));
    }

    private static void part(ByteSink sink, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sink.u32(bytes.length);
        sink.bytes(bytes);
    }

    private static void requireVisible(String key) {
        boolean visible = !key.isEmpty() && key.length() <= KEY_MAX;
        for (int i = 0; visible && i < key.length(); i++) {
            visible = key.charAt(i) > ' ' && key.charAt(i) < 0x7f;
        }
        if (!visible) {
            throw Problem.invalid(
                            "Idempotency-Key",
                            "Idempotency-Key must have 1 to 255 visible ASCII characters without spaces.")
                    .toException();
        }
    }
}
