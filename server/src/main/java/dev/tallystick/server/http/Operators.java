package dev.tallystick.server.http;

import dev.tallystick.ledger.event.Event.TenantOpened;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.server.sequencer.Plane;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Tells which tenant's operator calls: by Bearer token, or by cookie with a header no foreign page can send. */
final class Operators {
    static final String COOKIE = "tallystick_session";
    private static final HeaderName CSRF = HeaderNames.create("X-CSRF");
    private static final HeaderName PACSPACE_CSRF = HeaderNames.create("X-Pacspace-CSRF");
    private static final String BEARER = "Bearer ";

    private final Sessions sessions;
    private final Collection<Plane> planes;

    Operators(Sessions sessions, Collection<Plane> planes) {
        this.sessions = sessions;
        this.planes = planes;
    }

    /**
     * The tenant whose operator sends this request.
     *
     * @throws ProblemException 401 without a session, 403 if a cookie comes without the header against forged requests
     */
    String tenant(Exchange exchange) {
        String authorization = exchange.header(HeaderNames.AUTHORIZATION);
        boolean bearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        String token = bearer && authorization != null
                ? authorization.substring(BEARER.length()).strip()
                : cookie(exchange);
        String tenantId = token == null ? null : sessions.tenant(token);
        if (tenantId == null) {
            throw Problem.noSession().toException();
        }
        if (!bearer && !isSafe(exchange.method()) && !isOne(exchange, PACSPACE_CSRF) && !isOne(exchange, CSRF)) {
            throw Problem.forbidden(
                            "INSUFFICIENT_SCOPE", "A request with the session cookie must carry X-Pacspace-CSRF: 1.")
                    .toException();
        }
        exchange.memory().owner(tenantId);
        return tenantId;
    }

    private static boolean isSafe(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private static boolean isOne(Exchange exchange, HeaderName name) {
        return "1".equals(exchange.header(name));
    }

    private static @Nullable String cookie(Exchange exchange) {
        String header = exchange.header(HeaderNames.COOKIE);
        if (header == null) {
            return null;
        }
        for (String part : header.split(";", -1)) {
            String pair = part.strip();
            if (pair.startsWith(COOKIE + "=")) {
                return pair.substring(COOKIE.length() + 1);
            }
        }
        return null;
    }

    /** The tenant whose operator has this password, or null. */
    @Nullable
    String tenantOf(String password) {
        byte[] hash = Sha256.hash(password.getBytes(StandardCharsets.UTF_8)).toBytes();
        String found = null;
        for (Plane plane : planes) {
            for (TenantOpened tenant : plane.directory().tenants()) {
                if (MessageDigest.isEqual(hash, tenant.operatorPasswordHash().toBytes())) {
                    found = tenant.tenantId();
                }
            }
        }
        return found;
    }
}
