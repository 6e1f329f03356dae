package dev.tallystick.ledger.balance;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.PositionReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.proof.amount.Amount;
import java.util.ArrayList;
import java.util.List;

/**
 * Derives balances from recorded positions: two look-ups for a scope and one more for a breakdown, however long the
 * history. Stateless; what is recorded meanwhile changes no answer, as the head bounds them all.
 */
public final class Derivation {
    private Derivation() {}

    /**
     * The balance over a scope.
     *
     * @param head the account as of the moment to derive for
     * @param startingBalance what to add the scope's deltas to; may have any sign
     * @throws RefusedException {@code VALIDATION_ERROR} if the balance would have more than 38 digits
     */
    public static DerivedBalance derive(PositionReader reader, AccountHead head, Scope scope, Amount startingBalance) {
        Position resumed = scope.opening();
        Position opening = resumed == null ? reader.before(head, scope.start()) : resumed;
        BalanceWindow window = new BalanceWindow(scope.start(), scope.end(), opening, reader.before(head, scope.end()));
        return printable(new DerivedBalance(startingBalance, scope, window));
    }

    /** No client must be sent an amount that it could not send back. */
    private static DerivedBalance printable(DerivedBalance derived) {
        Amount balance = derived.computedBalance();
        if (balance.value().precision() > Amount.DIGITS_MAX) {
            throw new RefusedException(Refusal.invalid(
                    "startingBalance",
                    "startingBalance and the deltas of this scope add up to " + balance + ", which has more than "
                            + Amount.DIGITS_MAX + " digits. Start from a balance with fewer digits."));
        }
        return derived;
    }

    /**
     * The parts of a derived scope, in order and without a hole: the first begins and the last ends with the scope, all
     * other edges are UTC midnights. Parts without a record are there with zeros, those still to come as well, so the
     * same scope always has the same number of parts whatever is recorded and whenever it is asked: at most one for
     * each day the scope touches.
     */
    public static List<BalanceWindow> breakdown(
            PositionReader reader, AccountHead head, DerivedBalance derived, Granularity granularity) {
        Scope scope = derived.scope();
        long firstDay = UtcDay.of(scope.start());
        long lastDay = UtcDay.of(scope.end() - 1);
        List<DayClose> days = reader.days(head, firstDay, lastDay);
        List<BalanceWindow> windows = new ArrayList<>();
        Position opening = derived.window().opening();
        int next = 0;
        for (long day = firstDay; day <= lastDay; day = granularity.nextStart(day)) {
            long nextDay = granularity.nextStart(day);
            Position closing = opening;
            for (; next < days.size() && days.get(next).epochDay() < nextDay; next++) {
                // The scope may end within its last day, whose close then lies beyond it.
                closing = days.get(next).epochDay() == lastDay
                        ? derived.window().closing()
                        : days.get(next).position();
            }
            windows.add(new BalanceWindow(
                    Math.max(scope.start(), UtcDay.start(day)),
                    Math.min(scope.end(), UtcDay.start(nextDay)),
                    opening,
                    closing));
            opening = closing;
        }
        return windows;
    }

    /** The parts of the {@link #breakdown} that have a record; their totals add up to the whole just as well. */
    public static List<BalanceWindow> recordedParts(
            PositionReader reader, AccountHead head, DerivedBalance derived, Granularity granularity) {
        List<BalanceWindow> windows = breakdown(reader, head, derived, granularity);
        windows.removeIf(window -> window.count() == 0);
        return windows;
    }

    /**
     * The records of a derived scope, oldest first.
     *
     * @param offset how many to skip, at least 0; beyond the last the answer is empty
     * @param limit at most so many, at least 1
     */
    public static List<StoredDelta> rows(
            LedgerReader reader, AccountHead head, DerivedBalance derived, long offset, int limit) {
        if (offset >= derived.window().count()) {
            return List.of();
        }
        long from = derived.firstSequence() + offset;
        return reader.records(head, from, Math.min(derived.lastSequence(), from + limit - 1));
    }
}
