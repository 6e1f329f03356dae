package dev.tallystick.client;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonObject;
import java.util.List;

/**
 * A customer's balance over a scope.
 *
 * @param customerId whose
 * @param computedBalance the starting balance and all deltas in scope
 * @param startingBalance as asked for
 * @param deltaCount how many deltas are in scope
 * @param openingBalance the sum of all deltas before the scope
 * @param cumulativeBalance the sum of all deltas up to its end
 * @param credits the sum of the positive deltas in scope
 * @param debits the sum of the negative ones, zero or less
 * @param deltas the first rows in scope, as many as the server sends
 * @param json the whole answer
 */
public record Derived(
        String customerId,
        Amount computedBalance,
        Amount startingBalance,
        long deltaCount,
        Amount openingBalance,
        Amount cumulativeBalance,
        Amount credits,
        Amount debits,
        List<Recorded> deltas,
        JsonObject json) {
    /** Copies the list. */
    public Derived {
        deltas = List.copyOf(deltas);
    }

    static Derived of(Members members) {
        return new Derived(
                members.text("customerId"),
                members.amount("computedBalance"),
                members.amount("startingBalance"),
                members.whole("deltaCount"),
                members.amount("openingBalance"),
                members.amount("cumulativeBalance"),
                members.amount("credits"),
                members.amount("debits"),
                members.objects("deltas").stream().map(Recorded::of).toList(),
                members.object());
    }
}
