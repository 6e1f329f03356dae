package dev.tallystick.server.http;

import dev.tallystick.ledger.command.Command.Idempotency;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.record.UtcText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request to seal asks for.
 *
 * @param customerId null for every customer with records in the scope
 * @param fingerprints content or proof hashes of the records to cover; empty for all of the window
 * @param strings whether amounts are wanted as JSON strings
 */
record SealingRequest(
        @Nullable String customerId,
        Scope scope,
        List<Hash> fingerprints,
        boolean strings,
        @Nullable Idempotency idempotency) {
    private static final int MODE_MAX = 20;
    private static final int FINGERPRINTS_MAX = 10_000;

    /** Reads it; whether customer and fingerprints exist is not looked at. */
    static SealingRequest read(Exchange exchange, Caller caller) {
        boolean strings = exchange.query().amountsAsStrings();
        Body body = exchange.body(caller.tenantId(), exchange.limits().bodyBytes());
        Idempotency idempotency = RequestHash.of(exchange, body);
        JsonObject object = body.length() == 0 ? null : exchange.parse(body);
        return read(object == null ? JsonObject.EMPTY : object, exchange, caller, strings, idempotency);
    }

    private static SealingRequest read(
            JsonObject object, Exchange exchange, Caller caller, boolean strings, @Nullable Idempotency idempotency) {
        for (String name : object.members().keySet()) {
            switch (name) {
                case "customerId", "mode", "fingerprints" -> {}
                default -> {
                    if (!ScopeFields.NAMES.contains(name)) {
                        throw Fields.unknown(name);
                    }
                }
            }
        }
        JsonValue customer = Fields.present(object.get("customerId"));
        String customerId = customer == null ? null : Fields.customerId(customer);
        Scope scope = ScopeFields.of(object, caller, exchange.limits().scopeMonths());
        if (scope.start() > caller.plane().now()) {
            throw Fields.refused(
                    scope.period() == null ? "startDate" : "period",
                    "The scope begins at " + UtcText.of(scope.start())
                            + ", which is still to come, so there is nothing to seal. Ask for one that has begun.");
        }
        return new SealingRequest(customerId, scope, fingerprints(object, customerId), strings, idempotency);
    }

    private static List<Hash> fingerprints(JsonObject object, @Nullable String customerId) {
        String mode = Fields.text("mode", object.get("mode"), MODE_MAX);
        JsonValue given = Fields.present(object.get("fingerprints"));
        if (mode == null) {
            if (given != null) {
                throw Fields.refused("mode", "fingerprints need mode: 'fingerprints'. Send both or neither.");
            }
            return List.of();
        }
        if (!mode.equals("fingerprints")) {
            throw Fields.refused("mode", "mode must be 'fingerprints' or be left out for all records of the scope.");
        }
        if (customerId == null) {
            throw Fields.refused("customerId", "customerId is missing. Fingerprints are those of one customer.");
        }
        if (given == null) {
            throw Fields.refused(
                    "fingerprints",
                    "fingerprints must be an array of 1 to " + FINGERPRINTS_MAX + " hashes when mode is 'fingerprints'."
                            + " Send them, or leave mode out to seal all records of the scope.");
        }
        JsonArray array = Fields.requiredArray("fingerprints", given);
        int size = array.values().size();
        if (size < 1 || size > FINGERPRINTS_MAX) {
            throw Fields.refused(
                    "fingerprints",
                    "fingerprints must hold 1 to " + FINGERPRINTS_MAX + " hashes, but holds " + size + ".");
        }
        List<Hash> hashes = new ArrayList<>(size);
        for (JsonValue value : array.values()) {
            hashes.add(hash(value));
        }
        return List.copyOf(hashes);
    }

    private static Hash hash(JsonValue value) {
        String text = value instanceof JsonString string ? string.value() : "";
        try {
            if (text.startsWith("0x") && text.length() == Hash.TEXT_LENGTH) {
                return Hash.parse(text);
            }
        } catch (IllegalArgumentException e) {
            // Refused below, like a text of another form.
        }
        throw Fields.refused(
                "fingerprints",
                "Each of fingerprints must be a contentHash or proofHash (0x and 64 hex digits), but "
                        + (value instanceof JsonString ? "'" + Query.clipped(text) + "'" : Fields.kind(value))
                        + " was sent.");
    }
}
