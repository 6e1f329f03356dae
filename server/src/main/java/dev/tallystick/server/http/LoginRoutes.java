package dev.tallystick.server.http;

import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.server.config.Limits;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;

/** Operators log in. */
final class LoginRoutes {
    private static final String BUDGET_OWNER = "(login)";
    private static final int BODY_MAX = 4_096;
    private static final int PASSWORD_MAX = 1_000;

    private final Operators operators;
    private final Sessions sessions;
    private final LoginThrottle throttle;

    LoginRoutes(Operators operators, Sessions sessions, LoginThrottle throttle) {
        this.operators = operators;
        this.sessions = sessions;
        this.throttle = throttle;
    }

    void declare(Routes routes) {
        routes.post("/dashboard/auth/login", this::login);
    }

    private Reply login(Exchange exchange) {
        Traffic.count(exchange, throttle.count(exchange.clientAddress()));
        JsonObject object = exchange.parse(exchange.body(BUDGET_OWNER, BODY_MAX));
        for (String name : object.members().keySet()) {
            if (!name.equals("password") && !name.equals("email")) {
                throw Fields.unknown(name);
            }
        }
        String password = Fields.requiredText("password", object.get("password"), PASSWORD_MAX);
        String tenantId = operators.tenantOf(password);
        if (tenantId == null) {
            throw Problem.of(
                            401,
                            "INVALID_API_KEY",
                            "The password is wrong. The first start wrote it to first-run.json.")
                    .toException();
        }
        throttle.succeeded(exchange.clientAddress());
        return loggedIn(tenantId, exchange.limits());
    }

    private Reply loggedIn(String tenantId, Limits limits) {
        String token = sessions.start(tenantId);
        Envelope envelope = Envelope.openWithStatus(200);
        envelope.json()
                .beginObject()
                .name("token")
                .value(token)
                .name("tenantId")
                .value(tenantId)
                .name("expiresInSeconds")
                .value(limits.sessionMillis() / 1_000)
                .endObject();
        Reply reply = envelope.close(200);
        String cookie = Operators.COOKIE + "=" + token + "; Path=/dashboard; HttpOnly; SameSite=Strict; Max-Age="
                + limits.sessionMillis() / 1_000;
        return new Reply(
                reply.status(),
                reply.body(),
                reply.contentType(),
                List.of(HeaderValues.create(HeaderNames.SET_COOKIE, cookie)));
    }
}
