package dev.tallystick.server.http;

import dev.tallystick.ledger.scope.UtcInstant;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.server.webhook.HookUrl;
import dev.tallystick.server.webhook.Webhooks;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of webhook requests. */
final class WebhookFields {
    static final long OVERLAP_SECONDS_MAX = 86_400;

    private static final int DESCRIPTION_MAX = 500;
    private static final int INSTANT_MAX = 64;

    private WebhookFields() {}

    static void only(JsonObject body, Set<String> known) {
        for (String name : body.members().keySet()) {
            if (!known.contains(name)) {
                throw Fields.unknown(name);
            }
        }
    }

    static @Nullable String url(JsonObject body, Webhooks webhooks) {
        String url = Fields.text("url", body.get("url"), HookUrl.LENGTH_MAX);
        String problem = url == null ? null : webhooks.urlProblem(url);
        if (problem != null) {
            throw Fields.refused("url", problem);
        }
        return url;
    }

    /** Null if it is not given; empty if it is to be taken away. */
    static @Nullable String description(JsonObject body) {
        JsonValue given = body.get("description");
        if (given instanceof dev.tallystick.proof.json.JsonString text
                && text.value().isEmpty()) {
            return "";
        }
        return Fields.text("description", given, DESCRIPTION_MAX);
    }

    static long whole(JsonObject body, String name, long max, long otherwise) {
        JsonValue value = Fields.present(body.get(name));
        if (value == null) {
            return otherwise;
        }
        if (value instanceof JsonNumber number && number.value().scale() == 0) {
            BigDecimal given = number.value();
            if (given.signum() >= 0 && given.compareTo(BigDecimal.valueOf(max)) <= 0) {
                return given.longValueExact();
            }
        }
        throw Fields.refused(name, name + " must be a whole number from 0 to " + max + ".");
    }

    /** Milliseconds since the epoch, or null if it is not given. */
    static @Nullable Long instant(JsonObject body, String name) {
        String text = Fields.text(name, body.get(name), INSTANT_MAX);
        return text == null ? null : UtcInstant.parse(name, text);
    }
}
