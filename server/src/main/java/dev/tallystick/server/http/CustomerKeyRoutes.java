package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.ApiKeyScopes;
import dev.tallystick.ledger.event.Event.CustomerKeyRegistered;
import dev.tallystick.ledger.event.Event.CustomerKeyRevoked;
import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.note.Ed25519PublicKey;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.sequencer.Plane;
import java.util.random.RandomGenerator;

/** An operator registers and revokes the public keys with which customers countersign their checkpoints. */
final class CustomerKeyRoutes {
    private static final int BODY_MAX = 16 << 10;
    private static final int KEY_MAX = 500;
    private static final int ENVIRONMENT_MAX = 20;

    private final Operators operators;
    private final Environments environments;
    private final RandomGenerator random;

    CustomerKeyRoutes(Operators operators, Environments environments, RandomGenerator random) {
        this.operators = operators;
        this.environments = environments;
        this.random = random;
    }

    void declare(Routes routes) {
        routes.post("/dashboard/customers/{customerId}/keys", this::register)
                .get("/dashboard/customers/{customerId}/keys", this::list)
                .delete("/dashboard/customers/{customerId}/keys/{keyId}", this::revoke);
    }

    private Reply register(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        JsonObject object = exchange.parse(exchange.body(tenantId, BODY_MAX));
        for (String name : object.members().keySet()) {
            if (!name.equals("key") && !name.equals("environment")) {
                throw Fields.unknown(name);
            }
        }
        String customerId = exchange.pathParameter("customerId");
        VerifierKey key = key(customerId, Fields.requiredText("key", object.get("key"), KEY_MAX));
        Plane plane = environments.named(Fields.text("environment", object.get("environment"), ENVIRONMENT_MAX));
        Customers.head(new Caller(plane, tenantId, ApiKeyScopes.ALL), customerId);
        CustomerKeyRegistered registered = (CustomerKeyRegistered) Outcomes.administered(plane.submit(
                new Command.RegisterCustomerKey(tenantId, customerId, ApiKeyText.newId("ckey_", random), key)));
        Envelope envelope = Envelope.openWithStatus(201);
        write(envelope.json(), plane, registered);
        return envelope.close(201);
    }

    /** A vkey, or the Base64 of 32 bytes, which gets the customer's id for a name. */
    private static VerifierKey key(String customerId, String text) {
        try {
            VerifierKey key = text.chars().filter(c -> c == '+').count() >= 2 && !isRaw(text)
                    ? VerifierKey.parse(text)
                    : new VerifierKey(customerId, KeyAlgorithm.ED25519, Ed25519PublicKey.of(Base64Text.decode(text)));
            if (key.algorithm() == KeyAlgorithm.ED25519) {
                return key;
            }
        } catch (NoteException | IllegalArgumentException e) {
            throw Fields.refused(
                    "key",
                    "key must be a vkey (name+id+base64) or the Base64 of an Ed25519 public key's 32 bytes: "
                            + e.getMessage());
        }
        throw Fields.refused("key", "key must be an Ed25519 key of type 1; this one is a witness's.");
    }

    private static boolean isRaw(String text) {
        try {
            return Base64Text.decode(text).length == Ed25519PublicKey.LENGTH;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Reply list(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        Plane plane = environments.named(exchange.query().one("environment"));
        String customerId = exchange.pathParameter("customerId");
        Customers.head(new Caller(plane, tenantId, ApiKeyScopes.ALL), customerId);
        Envelope envelope = Envelope.openWithStatus(200);
        JsonWriter json = envelope.json().beginObject().name("items").beginArray();
        for (CustomerKeyRegistered key : plane.directory().customerKeys(new AccountKey(tenantId, customerId))) {
            write(json, plane, key);
        }
        json.endArray().endObject();
        return envelope.close(200);
    }

    private Reply revoke(Exchange exchange) {
        String tenantId = operators.tenant(exchange);
        Plane plane = environments.named(exchange.query().one("environment"));
        String customerId = exchange.pathParameter("customerId");
        String keyId = exchange.pathRest();
        Outcomes.administered(plane.submit(new Command.RevokeCustomerKey(tenantId, customerId, keyId)));
        CustomerKeyRegistered key = plane.directory().customerKey(keyId);
        if (key == null) {
            throw new IllegalStateException("customer key " + keyId + " is revoked but was never registered");
        }
        Envelope envelope = Envelope.openWithStatus(200);
        write(envelope.json(), plane, key);
        return envelope.close(200);
    }

    private static void write(JsonWriter json, Plane plane, CustomerKeyRegistered key) {
        CustomerKeyRevoked revoked = plane.directory().customerKeyRevoked(key.keyId());
        json.beginObject()
                .name("keyId")
                .value(key.keyId())
                .name("customerId")
                .value(key.customerId())
                .name("customerKey")
                .value(key.key().text())
                .name("environment")
                .value(plane.name().label())
                .name("registeredAt")
                .value(UtcText.of(key.recordedAt()))
                .name("revokedAt")
                .value(revoked == null ? null : UtcText.of(revoked.recordedAt()))
                .endObject();
    }
}
