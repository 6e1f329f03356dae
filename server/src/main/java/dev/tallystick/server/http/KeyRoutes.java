package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.ledger.event.Event.ApiKeyCreated;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An operator makes, lists, rotates and revokes the tenant's API keys on both planes. */
final class KeyRoutes {
    private static final int BODY_MAX = 16 << 10;
    private static final int NAME_MAX = 100;
    private static final long GRACE_SECONDS = 86_400;
    private static final long GRACE_SECONDS_MAX = 30 * 86_400L;
    private static final int PAGE = 25;
    private static final int PAGE_MAX = 100;

    private final Operators operators;
    private final Environments environments;
    private final Map<PlaneName, Plane> planes;
    private final RandomGenerator random;

    KeyRoutes(Operators operators, Environments environments, Map<PlaneName, Plane> planes, RandomGenerator random) {
        this.operators = operators;
        this.environments = environments;
        this.planes = planes;
        this.random = random;
    }

    void declare(Routes routes) {
        routes.post("/dashboard/api-keys", this::create)
                .get("/dashboard/api-keys", this::list)
                .get("/dashboard/api-keys/{id}", this::show)
                .delete("/dashboard/api-keys/{id}", this::revoke)
                .post("/dashboard/api-keys/{id}/rotate", this::rotate);
    }

    /** A key and the plane it belongs to. */
    private record Found(Plane plane, Directory.ApiKey key) {}

    private Reply create(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        JsonObject object = exchange.parse(exchange.body(tenantId, BODY_MAX));
        for (String name : object.members().keySet()) {
            switch (name) {
                case "name", "environment", "scopes" -> {}
                default -> throw Fields.unknown(name);
            }
        }
        String name = Fields.requiredText("name", object.get("name"), NAME_MAX);
        Plane plane = environments.named(Fields.text("environment", object.get("environment"), NAME_MAX));
        ApiKeyScopes scopes = scopes(object.get("scopes"));
        ApiKeyText text = ApiKeyText.generate(plane.name(), random);
        return shown(plane, text, creation(text, tenantId, name, scopes), null);
    }

    private static ApiKeyScopes scopes(@Nullable JsonValue value) {
        if (Fields.present(value) == null) {
            return ApiKeyScopes.ALL;
        }
        JsonArray array = Fields.requiredArray("scopes", value);
        boolean read = false;
        boolean write = false;
        for (JsonValue scope : array.values()) {
            if (scope instanceof JsonString text && text.value().equals("read")) {
                read = true;
            } else if (scope instanceof JsonString text && text.value().equals("write")) {
                write = true;
            } else {
                throw Fields.refused("scopes", "scopes may hold 'read' and 'write' only.");
            }
        }
        if (!read && !write) {
            throw Fields.refused(
                    "scopes", "scopes must hold at least one of 'read' and 'write', or be left out for both.");
        }
        return new ApiKeyScopes(read, write);
    }

    private Command.CreateApiKey creation(ApiKeyText text, String tenantId, String name, ApiKeyScopes scopes) {
        return new Command.CreateApiKey(
                tenantId, ApiKeyText.newId("key_", random), text.publicId(), name, text.secretHash(), scopes);
    }

    /** Makes the key and shows its secret, this once. */
    private static Reply shown(Plane plane, ApiKeyText text, Command command, @Nullable String rotatedFrom) {
        ApiKeyCreated event = (ApiKeyCreated) Outcomes.administered(plane.submit(command));
        Envelope envelope = Envelope.openWithStatus(201);
        JsonWriter json = envelope.json().beginObject();
        KeyView.members(json, plane, Directory.ApiKey.created(event));
        json.name("secretKey").value(text.secret()).name("fullKey").value(text.fullKey());
        if (rotatedFrom != null) {
            json.name("rotatedFrom").value(rotatedFrom);
        }
        json.endObject();
        return envelope.close(201);
    }

    private Reply list(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        long page = exchange.query().integer("page", 1, 1_000_000, 1);
        int limit = (int) exchange.query().integer("limit", 1, PAGE_MAX, PAGE);
        List<Found> all = new ArrayList<>();
        for (Plane plane : planes.values()) {
            plane.directory().keys(tenantId).forEach(key -> all.add(new Found(plane, key)));
        }
        all.sort(Comparator.comparingLong(found -> found.key().created().recordedAt()));
        Envelope envelope = Envelope.openWithStatus(200);
        JsonWriter json = envelope.json().beginObject().name("items").beginArray();
        long first = (page - 1) * limit;
        for (long i = first; i < Math.min(all.size(), first + limit); i++) {
            Found found = all.get((int) i);
            json.beginObject();
            KeyView.members(json, found.plane(), found.key());
            json.endObject();
        }
        json.endArray()
                .name("total")
                .value(all.size())
                .name("page")
                .value(page)
                .name("limit")
                .value(limit)
                .endObject();
        return envelope.close(200);
    }

    private Found find(Exchange exchange, String tenantId) {
        String id = exchange.pathParameter("id");
        for (Plane plane : planes.values()) {
            Directory.ApiKey key = plane.directory().byKeyId(id);
            if (key != null && key.created().tenantId().equals(tenantId)) {
                return new Found(plane, key);
            }
        }
        throw Problem.refusal(
                        RefusalCode.NOT_FOUND, "There is no API key with this id. GET /dashboard/api-keys lists them.")
                .toException();
    }

    private Reply show(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        Found found = find(exchange, tenantId);
        return shown(found.plane(), found.key());
    }

    private static Reply shown(Plane plane, Directory.ApiKey key) {
        Envelope envelope = Envelope.openWithStatus(200);
        envelope.json().beginObject();
        KeyView.members(envelope.json(), plane, key);
        envelope.json().endObject();
        return envelope.close(200);
    }

    private Reply revoke(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        Found found = find(exchange, tenantId);
        String keyId = found.key().created().keyId();
        Outcomes.administered(found.plane().submit(new Command.RevokeApiKey(tenantId, keyId, 0)));
        Directory.ApiKey now = found.plane().directory().byKeyId(keyId);
        return shown(found.plane(), now == null ? found.key() : now);
    }

    /** The new key is made first, so that there is no instant without a working one. */
    private Reply rotate(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        long graceSeconds = graceSeconds(exchange, tenantId);
        Found found = find(exchange, tenantId);
        ApiKeyCreated old = found.key().created();
        ApiKeyText text = ApiKeyText.generate(found.plane().name(), random);
        Command.CreateApiKey replacement = creation(text, tenantId, old.name(), old.scopes());
        return shown(
                found.plane(),
                text,
                new Command.RotateApiKey(replacement, old.keyId(), TimeUnit.SECONDS.toMillis(graceSeconds)),
                old.keyId());
    }

    private static long graceSeconds(Exchange exchange, String tenantId) {
        Body body = exchange.body(tenantId, BODY_MAX);
        if (body.length() == 0) {
            return GRACE_SECONDS;
        }
        JsonObject object = exchange.parse(body);
        for (String name : object.members().keySet()) {
            if (!name.equals("graceSeconds")) {
                throw Fields.unknown(name);
            }
        }
        JsonValue value = Fields.present(object.get("graceSeconds"));
        if (value == null) {
            return GRACE_SECONDS;
        }
        if (value instanceof JsonNumber number && number.value().scale() == 0) {
            BigDecimal seconds = number.value();
            if (seconds.signum() >= 0 && seconds.compareTo(BigDecimal.valueOf(GRACE_SECONDS_MAX)) <= 0) {
                return seconds.longValueExact();
            }
        }
        throw Fields.refused(
                "graceSeconds", "graceSeconds must be a whole number from 0 to " + GRACE_SECONDS_MAX + " (30 days).");
    }
}
