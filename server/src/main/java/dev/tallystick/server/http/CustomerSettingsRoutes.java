package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.CustomerSettings;
import dev.tallystick.ledger.event.Event.CustomerSettingsChanged;
import dev.tallystick.ledger.event.EventCadence;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.sequencer.Plane;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An operator names customers, before or after their first record, and sets how often they may be recorded for. */
final class CustomerSettingsRoutes {
    private static final String PATH = "/dashboard/customers";
    private static final int BODY_MAX = 16 << 10;
    private static final int ENVIRONMENT_MAX = 20;
    private static final int PAGE = 25;
    private static final long PAGE_MAX = 1_000_000;

    private final Operators operators;
    private final Environments environments;
    private final RandomGenerator random;

    CustomerSettingsRoutes(Operators operators, Environments environments, RandomGenerator random) {
        this.operators = operators;
        this.environments = environments;
        this.random = random;
    }

    void declare(Routes routes) {
        routes.post(PATH, this::create)
                .get(PATH, this::list)
                .get(PATH + "/{customerId}", this::show)
                .patch(PATH + "/{customerId}", this::change);
    }

    private Reply create(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        JsonObject body = exchange.parse(exchange.body(tenantId, BODY_MAX));
        CustomerFields fields = CustomerFields.of(body, Set.of("customerId", Environments.NAME));
        Plane plane = environments.named(
                Fields.text(Environments.NAME, body.get(Environments.NAME), ENVIRONMENT_MAX), exchange);
        String displayName = fields.displayName();
        if (displayName == null || displayName.isEmpty()) {
            throw Fields.missing("displayName");
        }
        String customerId = Fields.present(body.get("customerId")) == null
                ? ApiKeyText.newId("cus_", random)
                : Fields.customerId(body.get("customerId"));
        String unitLabel = fields.unitLabel();
        CustomerSettings settings = new CustomerSettings(
                displayName,
                Objects.requireNonNullElse(fields.eventCadence(), EventCadence.PER_EVENT),
                unitLabel == null || unitLabel.isEmpty() ? null : unitLabel,
                Objects.requireNonNullElse(fields.sharingStateHint(), CustomerSettings.UNSET.sharingStateHint()));
        return changed(plane, new Command.CreateCustomer(tenantId, customerId, settings), 201);
    }

    private Reply change(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        Plane plane = plane(exchange);
        JsonObject body = exchange.parse(exchange.body(tenantId, BODY_MAX));
        CustomerFields fields = CustomerFields.of(body, Set.of());
        String customerId = known(exchange);
        return changed(
                plane,
                new Command.ChangeCustomer(
                        tenantId,
                        customerId,
                        fields.displayName(),
                        fields.eventCadence(),
                        fields.unitLabel(),
                        fields.sharingStateHint()),
                200);
    }

    private Plane plane(Exchange exchange) {
        return environments.named(exchange.query().one(Environments.NAME), exchange);
    }

    private static String known(Exchange exchange) {
        String customerId = exchange.pathParameter("customerId");
        if (!CustomerIds.valid(customerId)) {
            throw notFound();
        }
        return customerId;
    }

    private static ProblemException notFound() {
        return Problem.refusal(
                        RefusalCode.CUSTOMER_NOT_FOUND,
                        "There is no customer with this id. Create it, or record its first delta.")
                .toException();
    }

    private static Reply changed(Plane plane, Command command, int status) {
        Outcome outcome = plane.submit(command);
        if (outcome instanceof Outcome.Administered administered
                && administered.event() instanceof CustomerSettingsChanged changed) {
            return shown(plane, changed.account(), changed, status);
        }
        throw refused(outcome);
    }

    private static RuntimeException refused(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused
                ? new RefusedException(refused.refusal())
                : new IllegalStateException("setting up a customer came out as " + outcome);
    }

    private Reply show(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        Plane plane = plane(exchange);
        AccountKey key = new AccountKey(tenantId, known(exchange));
        CustomerSettingsChanged changed = plane.directory().customer(key);
        if (changed == null && plane.reader().account(key) == null) {
            throw notFound();
        }
        return shown(plane, key, changed, 200);
    }

    private static Reply shown(Plane plane, AccountKey key, @Nullable CustomerSettingsChanged changed, int status) {
        Envelope envelope = Envelope.openWithStatus(status);
        row(envelope.json(), plane, key, changed);
        return envelope.close(status);
    }

    private Reply list(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        Plane plane = plane(exchange);
        long page = exchange.query().integer("page", 1, PAGE_MAX, 1);
        int limit = (int) exchange.query().integer("limit", 1, exchange.limits().customerRows(), PAGE);
        NavigableMap<String, CustomerSettingsChanged> all = plane.directory().customers(tenantId);
        Envelope envelope = Envelope.openWithStatus(200);
        JsonWriter json = envelope.json().beginObject().name("items").beginArray();
        all.values().stream()
                .skip((page - 1) * limit)
                .limit(limit)
                .forEach(changed -> row(json, plane, changed.account(), changed));
        json.endArray()
                .name("total")
                .value(plane.directory().customerCount(tenantId))
                .name("page")
                .value(page)
                .name("limit")
                .value(limit)
                .endObject();
        return envelope.close(200);
    }

    private static void row(JsonWriter json, Plane plane, AccountKey key, @Nullable CustomerSettingsChanged changed) {
        CustomerSettings settings = changed == null ? CustomerSettings.UNSET : changed.settings();
        AccountHead head = plane.reader().account(key);
        json.beginObject()
                .name("customerId")
                .value(key.customerId())
                .name("customerReference")
                .value(Customers.reference(key))
                .name("environment")
                .value(KeyView.environment(plane.name()))
                .name("displayName")
                .value(settings.displayName())
                .name("eventCadence")
                .value(settings.eventCadence().name())
                .name("unitLabel")
                .value(settings.unitLabel())
                .name("sharingStateHint")
                .value(settings.sharingStateHint())
                .name("updatedAt")
                .value(changed == null ? null : UtcText.of(changed.recordedAt()))
                .name("totalDeltas")
                .value(head == null ? 0 : head.sequence())
                .name("lastDeltaAt")
                .value(head == null ? null : UtcText.of(head.lastAt()))
                .endObject();
    }
}
