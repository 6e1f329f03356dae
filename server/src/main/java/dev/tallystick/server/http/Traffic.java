package dev.tallystick.server.http;

import dev.tallystick.server.config.Limits;
import dev.tallystick.server.config.RateLimit;
import dev.tallystick.server.config.TrafficSettings;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may be served now. It is asked before a body is read or an idempotency key looked at, so a
 * request that is turned away leaves no trace. Thread-safe.
 */
final class Traffic {
    private static final HeaderName RATE_LIMIT = HeaderNames.create("RateLimit");
    private static final HeaderName RATE_LIMIT_POLICY = HeaderNames.create("RateLimit-Policy");

    private final ClientAddresses addresses;
    private final @Nullable TokenBuckets keys;
    private final @Nullable TokenBuckets members;
    private final @Nullable TokenBuckets guests;

    Traffic(TrafficSettings settings, Limits limits, InstantSource clock) {
        this.addresses = new ClientAddresses(settings.trustedProxies());
        this.keys = buckets("key", settings.perKey(), limits, clock);
        this.members = buckets("address", settings.perAddress(), limits, clock);
        this.guests = buckets("public", settings.perPublicAddress(), limits, clock);
    }

    private static @Nullable TokenBuckets buckets(String name, RateLimit limit, Limits limits, InstantSource clock) {
        return limit.isOff() ? null : new TokenBuckets(name, limit, limits.countedCallers(), clock);
    }

    ClientAddresses addresses() {
        return addresses;
    }

    /** Who a route is for. */
    private enum Kind {
        /** Probes of the one who runs the server. */
        PROBE,
        /** Has a limit of its own. */
        LOGIN,
        /** With a key or a session. */
        MEMBERS,
        /** Open to all, paths that do not exist included. */
        GUESTS
    }

    private static Kind kind(@Nullable String template) {
        return switch (template) {
            case null -> Kind.GUESTS;
            case "/healthz", "/readyz", "/metrics" -> Kind.PROBE;
            case "/dashboard/auth/login" -> Kind.LOGIN;
            default ->
                template.startsWith("/dashboard/") || template.startsWith("/api/v1/balance/")
                        ? Kind.MEMBERS
                        : Kind.GUESTS;
        };
    }

    /**
     * Counts a request against its address.
     *
     * @param template of the path, null if there is none
     * @throws ProblemException 429
     */
    void admit(Exchange exchange, @Nullable String template) {
        TokenBuckets buckets = switch (kind(template)) {
            case PROBE, LOGIN -> null;
            case MEMBERS -> members;
            case GUESTS -> guests;
        };
        if (buckets != null) {
            count(exchange, buckets.take(exchange.clientAddress()));
        }
    }

    /**
     * Counts a request against its API key, which has been found valid: so nobody can use up the quota of a key whose
     * secret is not theirs.
     *
     * @throws ProblemException 429
     */
    void admitKey(Exchange exchange, String publicKey) {
        TokenBuckets buckets = keys;
        if (buckets != null) {
            count(exchange, buckets.take(publicKey));
        }
    }

    /** Notes what is left for the reply, and turns the request away if that is nothing. */
    static void count(Exchange exchange, Quota quota) {
        exchange.quotas().add(quota);
        if (!quota.passes()) {
            throw quota.problem().toException();
        }
    }

    /** The headers that tell what is left, of the limits that were counted against. */
    static List<Header> headers(List<Quota> quotas) {
        List<Header> headers = new ArrayList<>(2);
        if (!quotas.isEmpty()) {
            headers.add(HeaderValues.create(
                    RATE_LIMIT_POLICY, quotas.stream().map(Quota::policy).collect(Collectors.joining(", "))));
            headers.add(HeaderValues.create(
                    RATE_LIMIT, quotas.stream().map(Quota::state).collect(Collectors.joining(", "))));
        }
        return headers;
    }
}
