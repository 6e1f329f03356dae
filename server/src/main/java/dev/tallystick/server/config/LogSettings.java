package dev.tallystick.server.config;

import dev.tallystick.proof.note.VerifierKey;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transparency logs.
 *
 * @param name the logs' name before {@code /sandbox} and {@code /production}, decided with the first start; null for a
 *     random or the present one
 * @param witnesses who is asked to cosign every log's heads
 * @param stopOnRollback whether a witness that knows more of a log than the server does ends writing, beside being logged
 */
public record LogSettings(@Nullable String name, List<Witness> witnesses, boolean stopOnRollback) {
    /** A random name and no witnesses. */
    public static final LogSettings DEFAULT = new LogSettings(null, List.of(), false);

    /** Copies the list. */
    public LogSettings {
        witnesses = List.copyOf(witnesses);
    }

    /**
     * A witness (C2SP tlog-witness).
     *
     * @param key its key for cosignatures
     * @param url what {@code /add-checkpoint} is appended to
     */
    public record Witness(VerifierKey key, URI url) {}
}
