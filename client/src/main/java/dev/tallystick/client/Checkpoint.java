package dev.tallystick.client;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonObject;
import java.time.Instant;

/**
 * A customer's sealed window.
 *
 * @param checkpointId its name
 * @param customerId whose
 * @param proofRoot the hash of its statement, which is in the log
 * @param itemsRoot the root over the proof hashes of its records
 * @param start first instant inside
 * @param end first instant after it
 * @param startingBalance the balance before it
 * @param finalBalance the balance after it
 * @param deltaCount how many records it has
 * @param provisional whether the window could still grow when it was sealed
 * @param countersigned whether the customer has signed it too
 * @param json the whole answer
 */
public record Checkpoint(
        String checkpointId,
        String customerId,
        Hash proofRoot,
        Hash itemsRoot,
        Instant start,
        Instant end,
        Amount startingBalance,
        Amount finalBalance,
        long deltaCount,
        boolean provisional,
        boolean countersigned,
        JsonObject json) {
    static Checkpoint of(Members members) {
        Members scope = members.members("scope");
        return new Checkpoint(
                members.text("checkpointId"),
                members.text("customerId"),
                members.hash("proofRoot"),
                members.hash("itemsRoot"),
                scope.time("startDate"),
                scope.time("endDate"),
                members.amount("startingBalance"),
                members.amount("finalBalance"),
                members.whole("deltaCount"),
                members.bool("provisional"),
                members.bool("countersigned"),
                members.object());
    }
}
