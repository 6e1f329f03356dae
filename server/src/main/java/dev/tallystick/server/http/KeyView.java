package dev.tallystick.server.http;

import dev.tallystick.ledger.event.Event.ApiKeyCreated;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;

/** Renders an API key as operators see it, without its secret. */
final class KeyView {
    private KeyView() {}

    /** The plane's name in administrative replies. */
    static String environment(PlaneName plane) {
        return plane == PlaneName.SANDBOX ? "test" : "live";
    }

    /** Writes the members; the caller opens and closes the object. */
    static void members(JsonWriter json, Plane plane, Directory.ApiKey key) {
        ApiKeyCreated created = key.created();
        json.name("id")
                .value(created.keyId())
                .name("name")
                .value(created.name())
                .name("environment")
                .value(environment(plane.name()))
                .name("publicKey")
                .value(plane.name().keyPrefix() + created.publicId())
                .name("scopes")
                .beginArray();
        if (created.scopes().read()) {
            json.value("read");
        }
        if (created.scopes().write()) {
            json.value("write");
        }
        json.endArray()
                .name("active")
                .value(key.activeAt(plane.now()))
                .name("createdAt")
                .value(UtcText.of(created.recordedAt()))
                .name("revokedAt")
                .value(key.revoked() ? UtcText.of(key.revokedFrom()) : null)
                .name("lastUsedAt")
                .nullValue();
    }
}
