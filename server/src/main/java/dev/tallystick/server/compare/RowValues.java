package dev.tallystick.server.compare;

import dev.tallystick.ledger.compare.ClaimedRow;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.ledger.scope.UtcInstant;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import org.jspecify.annotations.Nullable;

/** Turns the texts of a row into a row. Keeps the last date, as neighbours mostly share it. For one thread. */
public final class RowValues {
    private static final int REFERENCE_MAX = 255;
    private static final int AMOUNT_TEXT_MAX = 100;
    private static final int QUOTED_MAX = 40;
    private String lastDate = "";
    private long lastDay = ClaimedRow.NO_DAY;

    /**
     * Makes a row.
     *
     * @param referenceId null or empty for none
     * @param date a day, or an instant within it; null or empty for none
     * @throws RefusedException {@code VALIDATION_ERROR} naming the field
     */
    public ClaimedRow row(long line, @Nullable String referenceId, Amount delta, @Nullable String date) {
        String reference = referenceId == null || referenceId.isEmpty() ? null : referenceId;
        if (reference != null && reference.codePointCount(0, reference.length()) > REFERENCE_MAX) {
            throw refused("referenceId", "referenceId may have at most " + REFERENCE_MAX + " characters.");
        }
        long day = date == null || date.isBlank() ? ClaimedRow.NO_DAY : day(date.strip());
        if (reference == null && day == ClaimedRow.NO_DAY) {
            throw refused("referenceId", "a row needs a referenceId or a date, so that its record can be found.");
        }
        return new ClaimedRow(line, reference, delta, day);
    }

    private long day(String date) {
        if (!date.equals(lastDate)) {
            lastDay = UtcDay.of(UtcInstant.parse("date", date));
            lastDate = date;
        }
        return lastDay;
    }

    /**
     * Reads a decimal.
     *
     * @throws RefusedException {@code VALIDATION_ERROR} naming {@code delta}
     */
    static Amount amount(@Nullable String text) {
        String number = text == null ? "" : text.strip();
        if (number.isEmpty()) {
            throw refused("delta", "delta is missing. It is required.");
        }
        try {
            if (number.length() <= AMOUNT_TEXT_MAX) {
                return Amount.parse(number.startsWith("+") ? number.substring(1) : number);
            }
        } catch (AmountException e) {
            String hint = AmountHint.of(number);
            throw refused(
                    "delta",
                    "delta: " + (hint == null ? e.getMessage() + " '" + clipped(number) + "' was sent." : hint));
        }
        throw refused("delta", "delta must be a decimal number of at most " + AMOUNT_TEXT_MAX + " characters.");
    }

    static String clipped(String text) {
        return text.codePointCount(0, text.length()) <= QUOTED_MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, QUOTED_MAX)) + "...";
    }

    static RefusedException refused(String field, String message) {
        return new RefusedException(Refusal.invalid(field, message));
    }
}
