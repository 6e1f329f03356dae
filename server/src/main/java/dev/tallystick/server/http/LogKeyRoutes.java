package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;

/** An operator gives a plane's log another key. One at a time: the lock is held over the log. */
final class LogKeyRoutes {
    private static final int BODY_MAX = 4 << 10;
    private static final int NAME_MAX = 100;

    private final Operators operators;
    private final Environments environments;

    LogKeyRoutes(Operators operators, Environments environments) {
        this.operators = operators;
        this.environments = environments;
    }

    void declare(Routes routes) {
        routes.post("/dashboard/log-key/rotate", this::rotate);
    }

    private Reply rotate(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        JsonObject object = exchange.parse(exchange.body(tenantId, BODY_MAX));
        for (String name : object.members().keySet()) {
            if (!name.equals("environment")) {
                throw Fields.unknown(name);
            }
        }
        Plane plane = environments.named(Fields.text("environment", object.get("environment"), NAME_MAX));
        // All tenants share the plane's log: its key is the affair of whoever runs the server, whose tenant came first.
        if (!plane.directory().tenants().getFirst().tenantId().equals(tenantId)) {
            throw Problem.forbidden(
                            "INSUFFICIENT_SCOPE",
                            "The log's key belongs to all tenants of the server. Only the operator of its first tenant may"
                                    + " rotate it.")
                    .toException();
        }
        PlaneLog log = plane.log();
        if (log == null) {
            throw Fields.refused("environment", "This server keeps no log of this plane.");
        }
        PlaneLog.Rotated rotated = log.rotate(
                rotation -> recorded(plane, tenantId, rotation),
                () -> plane.directory().logKeyRotations());
        Envelope envelope = Envelope.openWithStatus(200);
        envelope.json()
                .beginObject()
                .name("environment")
                .value(plane.name() == PlaneName.SANDBOX ? "test" : "live")
                .name("oldKey")
                .value(rotated.rotation().oldKey())
                .name("newKey")
                .value(rotated.rotation().newKey())
                .name("signature")
                .value(rotated.rotation().signature().toString())
                .name("oldKeySignsUntil")
                .value(UtcText.of(rotated.oldKeySignsUntil()))
                .endObject();
        return envelope.close(200);
    }

    private static void recorded(Plane plane, String tenantId, PlaneLog.Rotation rotation) {
        Outcome outcome = plane.submit(
                new Command.RotateLogKey(tenantId, rotation.oldKey(), rotation.newKey(), rotation.signature()));
        if (outcome instanceof Outcome.Refused refused) {
            throw new RefusedException(refused.refusal());
        }
    }
}
