package dev.tallystick.server.http;

import dev.tallystick.ledger.state.Directory;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.security.MessageDigest;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Tells from the {@code X-Api-Key} header who calls; every failure looks the same to the client. Thread-safe. */
final class Authenticator {
    private static final HeaderName API_KEY = HeaderNames.create("X-Api-Key");

    private final Map<PlaneName, Plane> planes;
    private final Traffic traffic;

    Authenticator(Map<PlaneName, Plane> planes, Traffic traffic) {
        this.planes = planes;
        this.traffic = traffic;
    }

    /** What a route needs. */
    enum Need {
        READ,
        WRITE
    }

    /**
     * Checks the key, its rate limit and its scopes.
     *
     * @throws ProblemException 401 without a valid key, 403 if it lacks the scope or its plane is not served here, 429 if
     *     it has sent too much
     */
    Caller caller(Exchange exchange, Need need) {
        ServerRequestHeaders headers = exchange.headers();
        if (!headers.contains(API_KEY)) {
            throw Problem.invalidKey().toException();
        }
        ApiKeyText text = text(headers.get(API_KEY));
        if (text == null) {
            throw Problem.invalidKey().toException();
        }
        Plane plane = planes.get(text.plane());
        if (plane == null) {
            throw Problem.forbidden(
                            "API_KEY_ENVIRONMENT_HOST_MISMATCH",
                            "This server does not serve the " + text.plane().label()
                                    + " plane. Use a key of the plane it serves, or another server.")
                    .toException();
        }
        Directory.ApiKey key = plane.directory().byPublicId(text.publicId());
        if (key == null || !secretFits(text, key) || !isActive(key, plane)) {
            throw Problem.invalidKey().toException();
        }
        traffic.admitKey(exchange, text.publicKey());
        Caller caller =
                new Caller(plane, key.created().tenantId(), key.created().scopes());
        exchange.memory().owner(caller.tenantId());
        requireScope(caller, need);
        return caller;
    }

    /**
     * Tells for as long as a reply takes whether the key it was asked for with still counts; it may be revoked, or the
     * grace time of a rotated one may end, while the reply goes on.
     */
    static BooleanSupplier standing(Exchange exchange, Caller caller) {
        ApiKeyText text = text(exchange.headers().get(API_KEY));
        if (text == null) {
            throw Problem.invalidKey().toException();
        }
        return () -> {
            Directory.ApiKey key = caller.plane().directory().byPublicId(text.publicId());
            return key != null && isActive(key, caller.plane());
        };
    }

    /** The key a header holds, or null; two keys, in two lines or with a comma between them, are none. */
    private static @Nullable ApiKeyText text(Header header) {
        return header.valueCount() == 1 ? ApiKeyText.parse(header.get()) : null;
    }

    private static boolean isActive(Directory.ApiKey key, Plane plane) {
        return !key.revoked() || key.activeAt(plane.now());
    }

    private static boolean secretFits(ApiKeyText text, Directory.ApiKey key) {
        return MessageDigest.isEqual(
                text.secretHash().toBytes(), key.created().secretHash().toBytes());
    }

    private static void requireScope(Caller caller, Need need) {
        boolean granted = switch (need) {
            case READ -> caller.scopes().read();
            case WRITE -> caller.scopes().write();
        };
        if (!granted) {
            String scope = need == Need.READ ? "read" : "write";
            throw Problem.forbidden(
                            "INSUFFICIENT_SCOPE",
                            "This API key lacks the scope '" + scope + "'. Use a key that has it.")
                    .toException();
        }
    }
}
