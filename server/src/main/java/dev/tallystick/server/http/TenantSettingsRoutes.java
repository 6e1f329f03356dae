package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.TenantSettings;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.server.sequencer.Plane;
import java.util.Set;

/** An operator sees and changes what a tenant may choose, on each plane by itself. */
final class TenantSettingsRoutes {
    private static final String PATH = "/dashboard/settings";
    private static final String AUTO_CLOSE = "autoClose";
    private static final String SHARE_NET_CHANGE = "shareNetChange";
    private static final Set<String> NAMES = Set.of(AUTO_CLOSE, SHARE_NET_CHANGE, "environment");
    private static final int BODY_MAX = 16 << 10;
    private static final int ENVIRONMENT_MAX = 20;

    private final Operators operators;
    private final Environments environments;

    TenantSettingsRoutes(Operators operators, Environments environments) {
        this.operators = operators;
        this.environments = environments;
    }

    void declare(Routes routes) {
        routes.get(PATH, this::show).post(PATH, this::change);
    }

    private Reply show(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        return shown(200, environments.named(exchange.query().one("environment")), tenantId);
    }

    private Reply change(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        JsonObject object = exchange.parse(exchange.body(tenantId, BODY_MAX));
        for (String name : object.members().keySet()) {
            if (!NAMES.contains(name)) {
                throw Fields.unknown(name);
            }
        }
        Plane plane = environments.named(Fields.text("environment", object.get("environment"), ENVIRONMENT_MAX));
        TenantSettings now = plane.directory().settings(tenantId);
        TenantSettings wanted = new TenantSettings(
                Fields.bool(AUTO_CLOSE, object.get(AUTO_CLOSE), now.autoClose()),
                Fields.bool(SHARE_NET_CHANGE, object.get(SHARE_NET_CHANGE), now.shareNetChange()));
        if (!wanted.equals(now)) {
            Outcomes.administered(plane.submit(new Command.ChangeTenantSettings(tenantId, wanted)));
        }
        return shown(201, plane, tenantId);
    }

    private static Reply shown(int status, Plane plane, String tenantId) {
        TenantSettings settings = plane.directory().settings(tenantId);
        Envelope envelope = Envelope.openWithStatus(status);
        JsonWriter json = envelope.json();
        json.beginObject()
                .name("environment")
                .value(plane.name().label())
                .name(AUTO_CLOSE)
                .value(settings.autoClose())
                .name(SHARE_NET_CHANGE)
                .value(settings.shareNetChange())
                .endObject();
        return envelope.close(status);
    }
}
