package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.server.config.Limits;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Operators who have logged in. Kept in memory: a restart logs everybody out. Tokens are held as their SHA-256 only. When
 * there are too many sessions the oldest ends. Thread-safe.
 */
final class Sessions {
    private static final int TOKEN_LENGTH = 43;

    private final RandomGenerator random;
    private final InstantSource clock;
    private final Limits limits;
    private final LinkedHashMap<Hash, Session> sessions = new LinkedHashMap<>();

    Sessions(RandomGenerator random, InstantSource clock, Limits limits) {
        this.random = random;
        this.clock = clock;
        this.limits = limits;
    }

    private record Session(String tenantId, long endsAt) {}

    /** Starts a session and returns its token. */
    synchronized String start(String tenantId) {
        String token = ApiKeyText.newSecret(TOKEN_LENGTH, random);
        long now = clock.millis();
        sessions.values().removeIf(session -> session.endsAt() <= now);
        while (sessions.size() >= limits.sessions()) {
            sessions.pollFirstEntry();
        }
        sessions.put(hash(token), new Session(tenantId, now + limits.sessionMillis()));
        return token;
    }

    /** The tenant whose session a token stands for, or null. */
    synchronized @Nullable String tenant(String token) {
        Session session = sessions.get(hash(token));
        return session == null || session.endsAt() <= clock.millis() ? null : session.tenantId();
    }

    private static Hash hash(String token) {
        return Sha256.hash(token.getBytes(StandardCharsets.UTF_8));
    }
}
