package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;

/** What became of a row or a record when one side's rows were laid beside the records. */
public enum RecordClass {
    /** A row and a record of the same amount. */
    MATCHED,
    /** A row and a record with the same reference and other amounts. */
    AMOUNT_DIFFERS,
    /** A row to which there is no record. */
    NOT_RECORDED,
    /** A record to which the side has no row. */
    NOT_CLAIMED,
    /** A row that repeats another one: the same reference, or without references the same date and amount once more. */
    DUPLICATE;

    /**
     * As on the wire. What a side lacks is missing on that side; what only a side has is missing on the other one.
     *
     * @param side whose rows they are, {@code YOURS} or {@code THEIRS}
     */
    public String label(DivergentParty side) {
        boolean yours = side == DivergentParty.YOURS;
        return switch (this) {
            case MATCHED -> "matched";
            case AMOUNT_DIFFERS -> "amount_differs";
            case NOT_RECORDED -> yours ? "missing_theirs" : "missing_yours";
            case NOT_CLAIMED -> yours ? "missing_yours" : "missing_theirs";
            case DUPLICATE -> "duplicate";
        };
    }
}
