package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command;
import dev.tallystick.ledger.event.Event.CustomerKeyRegistered;
import dev.tallystick.ledger.outcome.Outcome;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.statement.Countersignature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A customer signs its checkpoint as well. */
final class CountersignRoutes {
    private static final int BODY_MAX = 4 << 10;
    private static final int SIGNATURE_MAX = 100;
    private static final int KEY_ID_MAX = 64;

    private final Authenticator authenticator;
    private final Links links;

    CountersignRoutes(Authenticator authenticator, Links links) {
        this.authenticator = authenticator;
        this.links = links;
    }

    void declare(Routes routes) {
        routes.post("/api/v1/balance/checkpoints/{checkpointId}/countersignature", this::countersign);
    }

    private Reply countersign(Exchange exchange) {
        Caller caller = authenticator.caller(exchange, Authenticator.Need.WRITE);
        boolean strings = exchange.query().amountsAsStrings();
        JsonObject object = exchange.parse(exchange.body(caller.tenantId(), BODY_MAX));
        for (String name : object.members().keySet()) {
            if (!name.equals("signature") && !name.equals("keyId")) {
                throw Fields.unknown(name);
            }
        }
        Countersignature signature =
                signature(Fields.requiredText("signature", object.get("signature"), SIGNATURE_MAX));
        String keyId = Fields.text("keyId", object.get("keyId"), KEY_ID_MAX);
        StoredCheckpoint checkpoint = CheckpointRoutes.find(caller, exchange.pathParameter("checkpointId"));
        CustomerKeyRegistered key = key(caller, checkpoint, keyId, signature);
        Outcome outcome = caller.plane()
                .submit(new Command.CountersignCheckpoint(
                        caller.tenantId(), checkpoint.event(), key.keyId(), signature));
        if (outcome instanceof Outcome.Refused refused) {
            throw new RefusedException(refused.refusal());
        }
        Envelope envelope = Envelope.open(CheckpointView.BYTES, strings);
        new CheckpointView(caller, links.base(exchange), Long.MAX_VALUE).write(envelope, checkpoint, null);
        return envelope.close(201);
    }

    private static Countersignature signature(String text) {
        try {
            return Countersignature.of(Base64Text.decode(text));
        } catch (IllegalArgumentException e) {
            throw Fields.refused(
                    "signature",
                    "signature must be the Base64 of the 64 bytes of an Ed25519 signature: " + e.getMessage());
        }
    }

    /** The customer's key that verifies the signature. */
    private static CustomerKeyRegistered key(
            Caller caller, StoredCheckpoint checkpoint, @Nullable String keyId, Countersignature signature) {
        Hash root = checkpoint.statement().proofRoot();
        List<CustomerKeyRegistered> keys =
                caller.plane().directory().customerKeys(checkpoint.sealed().account()).stream()
                        .filter(key -> keyId == null || key.keyId().equals(keyId))
                        .toList();
        if (keys.isEmpty()) {
            throw Fields.refused(
                    "keyId",
                    keyId == null
                            ? "This customer has no registered key. The operator registers one with"
                                    + " 'tallystick customer-keys add'."
                            : "This customer has no registered key with this id.");
        }
        for (CustomerKeyRegistered key : keys) {
            if (signature.verifies(root, key.key().key())) {
                return key;
            }
        }
        throw Fields.refused(
                "signature",
                "The signature does not verify under the customer's key. Sign the ASCII text " + Countersignature.TAG
                        + " followed by the 32 bytes of proofRoot " + root + ".");
    }
}
