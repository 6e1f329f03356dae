package dev.tallystick.client;

import dev.tallystick.proof.note.VerifierKey;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Tallystick}. For one thread. */
public final class Builder {
    final String baseUrl;
    final String apiKey;
    RetryPolicy retry = RetryPolicy.DEFAULT;
    RandomGenerator random = new SecureRandom();
    Pause pause = Pause.REAL;
    Duration timeout = Duration.ofSeconds(30);
    boolean verifyProofs;
    boolean rememberChains;

    @Nullable
    VerifierKey logKey;

    Builder(String baseUrl, String apiKey) {
        URI uri = URI.create(baseUrl);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("A base URL is as in https://ledger.example.com, not " + baseUrl);
        }
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        this.apiKey = apiKey;
    }

    /** Sets how requests are repeated; {@link RetryPolicy#DEFAULT} unless set. */
    public Builder retry(RetryPolicy policy) {
        this.retry = policy;
        return this;
    }

    /** Sets where idempotency keys and jitter come from; a {@link SecureRandom} unless set. Must be for many threads. */
    public Builder random(RandomGenerator generator) {
        this.random = generator;
        return this;
    }

    /** Sets how time passes between attempts, for tests. */
    public Builder pause(Pause how) {
        this.pause = how;
        return this;
    }

    /** Sets the longest wait for one reply and for one connection; 30 seconds unless set. */
    public Builder timeout(Duration longest) {
        this.timeout = longest;
        return this;
    }

    /**
     * Pins the log's key, as the first line of {@code GET /log/{plane}/key} gives it. Receipts must then be under a head
     * signed by it, and heads must grow out of each other from call to call.
     *
     * @throws dev.tallystick.proof.note.NoteException if the text is no key
     */
    public Builder logKey(String vkey) {
        this.logKey = VerifierKey.parse(vkey);
        return this;
    }

    /**
     * Has every record's inclusion in the log proved before a call returns, at the cost of one more request for each.
     * Needs {@link #logKey}.
     */
    public Builder verifyProofs() {
        this.verifyProofs = true;
        return this;
    }

    /** Remembers each customer's newest record, up to 10,000 customers, and holds the next one's predecessor against it. */
    public Builder rememberChains() {
        this.rememberChains = true;
        return this;
    }

    /**
     * Makes the client.
     *
     * @throws IllegalStateException if proofs are to be verified without a pinned key
     */
    public Tallystick build() {
        if (verifyProofs && logKey == null) {
            throw new IllegalStateException("verifyProofs needs the log's key: without one, anybody can sign a head.");
        }
        return new Tallystick(this);
    }
}
