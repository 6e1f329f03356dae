package dev.tallystick.ledger.balance;

import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.amount.Amount;

/**
 * An account's balance over a scope.
 *
 * @param startingBalance what the caller starts from
 * @param window the scope with the account's positions at both ends
 */
public record DerivedBalance(Amount startingBalance, Scope scope, BalanceWindow window) {
    /** {@code startingBalance} and the sum of the deltas in scope. */
    public Amount computedBalance() {
        return startingBalance.plus(window.net());
    }

    /** Sequence of the first record in scope; greater than {@link #lastSequence} if there is none. */
    public long firstSequence() {
        return window.opening().sequence() + 1;
    }

    /** Sequence of the last record in scope. */
    public long lastSequence() {
        return window.closing().sequence();
    }
}
