package dev.tallystick.simulator.crash;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;

/** A record as the server shows it. */
record Row(
        String recordId,
        String customerId,
        String referenceId,
        long sequence,
        Amount delta,
        Amount balance,
        String proofHash,
        boolean repeated) {

    static Row of(JsonObject json) {
        return new Row(
                text(json, "recordId"),
                text(json, "customerId"),
                text(json, "referenceId"),
                Long.parseLong(text(json, "sequenceNumber")),
                amount(json, "delta"),
                amount(json, "balance"),
                text(json, "proofHash"),
                json.get("idempotent") instanceof JsonBoolean flag && flag.value());
    }

    /** The same record, whether or not this reply repeats it. */
    boolean sameRecord(Row other) {
        return recordId.equals(other.recordId)
                && customerId.equals(other.customerId)
                && referenceId.equals(other.referenceId)
                && sequence == other.sequence
                && delta.equals(other.delta)
                && balance.equals(other.balance)
                && proofHash.equals(other.proofHash);
    }

    static String text(JsonObject json, String name) {
        if (json.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw new Mismatch("a text '" + name + "'", json.toString());
    }

    static Amount amount(JsonObject json, String name) {
        if (json.get(name) instanceof JsonNumber number) {
            return Amount.of(number.value());
        }
        throw new Mismatch("a number '" + name + "'", json.toString());
    }
}
