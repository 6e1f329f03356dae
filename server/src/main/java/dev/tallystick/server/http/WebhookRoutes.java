package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.EndpointState;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.webhook.Webhooks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An operator makes, changes and deletes the tenant's webhook endpoints. */
final class WebhookRoutes {
    private static final String PATH = "/dashboard/webhooks";
    private static final int BODY_MAX = 16 << 10;
    private static final int ENVIRONMENT_MAX = 20;
    private static final int PAGE = 10;
    private static final int PAGE_MAX = 100;

    private final Operators operators;
    private final Environments environments;
    private final Map<PlaneName, Webhooks> webhooks;
    private final TenantEndpoints endpoints;
    private final RandomGenerator random;

    WebhookRoutes(
            Operators operators, Environments environments, Map<PlaneName, Webhooks> webhooks, RandomGenerator random) {
        this.operators = operators;
        this.environments = environments;
        this.webhooks = webhooks;
        this.endpoints = new TenantEndpoints(webhooks);
        this.random = random;
    }

    void declare(Routes routes) {
        routes.post(PATH, this::create)
                .get(PATH, this::list)
                .get(PATH + "/{id}", this::show)
                .patch(PATH + "/{id}", this::change)
                .delete(PATH + "/{id}", this::delete)
                .post(PATH + "/{id}/rotate", this::rotate);
    }

    private Reply create(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        JsonObject body = exchange.parse(exchange.body(tenantId, BODY_MAX));
        WebhookFields.only(body, Set.of("url", "description", Environments.NAME));
        Plane plane = environments.named(
                Fields.text(Environments.NAME, body.get(Environments.NAME), ENVIRONMENT_MAX), exchange);
        Webhooks of = of(plane.name());
        String url = WebhookFields.url(body, of);
        if (url == null) {
            throw Fields.missing("url");
        }
        String description = WebhookFields.description(body);
        String id = ApiKeyText.newId("webhook_", random);
        String secret = of.vault().newSecret();
        submit(
                of,
                new Command.CreateEndpoint(
                        tenantId,
                        id,
                        url,
                        description == null || description.isEmpty() ? null : description,
                        of.vault().seal(secret, tenantId, id)));
        return shown(endpoints.found(id, tenantId), secret, 201);
    }

    private Webhooks of(PlaneName plane) {
        Webhooks found = webhooks.get(plane);
        if (found == null) {
            throw Problem.unavailable("This server sends no webhooks on the " + plane.label() + " plane.")
                    .toException();
        }
        return found;
    }

    private static void submit(Webhooks of, Command command) {
        if (of.plane().submit(command) instanceof Outcome.Refused refused) {
            throw new RefusedException(refused.refusal());
        }
        of.changed();
    }

    private static Reply shown(TenantEndpoints.Found found, @Nullable String secret, int status) {
        Envelope envelope = Envelope.openWithStatus(status);
        JsonWriter json = envelope.json().beginObject();
        WebhookView.members(json, found.webhooks(), found.endpoint());
        if (secret != null) {
            json.name("secret").value(secret);
        }
        json.endObject();
        return envelope.close(status);
    }

    private Reply list(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        long page = exchange.query().integer("page", 1, 1_000_000, 1);
        int limit = (int) exchange.query().integer("limit", 1, PAGE_MAX, PAGE);
        List<TenantEndpoints.Found> all = endpoints.all(tenantId);
        Envelope envelope = Envelope.openWithStatus(200);
        JsonWriter json = envelope.json().beginObject().name("webhooks").beginArray();
        long first = (page - 1) * limit;
        for (long i = first; i < Math.min(all.size(), first + limit); i++) {
            TenantEndpoints.Found found = all.get((int) i);
            json.beginObject();
            WebhookView.members(json, found.webhooks(), found.endpoint());
            json.endObject();
        }
        json.endArray()
                .name("pagination")
                .beginObject()
                .name("page")
                .value(page)
                .name("limit")
                .value(limit)
                .name("total")
                .value(all.size())
                .name("totalPages")
                .value((all.size() + limit - 1) / limit)
                .endObject()
                .endObject();
        return envelope.close(200);
    }

    private Reply show(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        return shown(endpoints.found(exchange.pathParameter("id"), tenantId), null, 200);
    }

    private Reply change(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        JsonObject body = exchange.parse(exchange.body(tenantId, BODY_MAX));
        WebhookFields.only(body, Set.of("url", "description", "enabled"));
        TenantEndpoints.Found found = endpoints.found(exchange.pathParameter("id"), tenantId);
        boolean before = found.endpoint().enabled();
        boolean enabled = Fields.bool("enabled", body.get("enabled"), before);
        EndpointState state = enabled == before ? null : enabled ? EndpointState.ENABLED : EndpointState.SWITCHED_OFF;
        String id = found.endpoint().id();
        submit(
                found.webhooks(),
                new Command.ChangeEndpoint(
                        tenantId,
                        id,
                        WebhookFields.url(body, found.webhooks()),
                        WebhookFields.description(body),
                        state));
        if (state == EndpointState.ENABLED) {
            found.webhooks().restart(id);
        }
        return shown(endpoints.found(id, tenantId), null, 200);
    }

    private Reply delete(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        TenantEndpoints.Found found = endpoints.found(exchange.pathParameter("id"), tenantId);
        submit(
                found.webhooks(),
                new Command.DeleteEndpoint(tenantId, found.endpoint().id()));
        Envelope envelope = Envelope.openWithStatus(200);
        envelope.json()
                .beginObject()
                .name("id")
                .value(found.endpoint().id())
                .name("deleted")
                .value(true)
                .endObject();
        return envelope.close(200);
    }

    private JsonObject optionalBody(Exchange exchange, String tenantId) {
        Body body = exchange.body(tenantId, BODY_MAX);
        return body.length() == 0 ? new JsonObject(Map.of()) : exchange.parse(body);
    }

    private Reply rotate(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        JsonObject body = optionalBody(exchange, tenantId);
        WebhookFields.only(body, Set.of("overlapSeconds"));
        long overlapSeconds = WebhookFields.whole(
                body, "overlapSeconds", WebhookFields.OVERLAP_SECONDS_MAX, WebhookFields.OVERLAP_SECONDS_MAX);
        TenantEndpoints.Found found = endpoints.found(exchange.pathParameter("id"), tenantId);
        String id = found.endpoint().id();
        String secret = found.webhooks().vault().newSecret();
        submit(
                found.webhooks(),
                new Command.RotateEndpointSecret(
                        tenantId,
                        id,
                        found.webhooks().vault().seal(secret, tenantId, id),
                        TimeUnit.SECONDS.toMillis(overlapSeconds)));
        return shown(endpoints.found(id, tenantId), secret, 201);
    }
}
