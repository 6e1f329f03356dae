package dev.tallystick.ledger.compare;

/**
 * What may have happened on a side whose total differs. In the order in which equally simple explanations are listed;
 * the labels are part of the public contract.
 */
public enum ExplanationKind {
    /** The starting balance was left out. */
    OPENING_LEFT_OUT("opening_balance_left_out"),
    /** The starting balance was added once more. */
    OPENING_COUNTED_TWICE("opening_balance_counted_twice"),
    /** The records before the scope were counted as well. */
    EARLIER_RECORDS_COUNTED("earlier_records_counted"),
    /** Nothing from some record of the scope on was counted. */
    STOPPED_EARLY("stopped_early"),
    CORRECTION_MISSED("correction_missed"),
    RECORD_MISSING("record_missing"),
    DAY_MISSING("day_missing"),
    RECORD_COUNTED_TWICE("record_counted_twice"),
    DAY_COUNTED_TWICE("day_counted_twice"),
    RECORD_SIGN_FLIPPED("record_sign_flipped"),
    DAY_SIGN_FLIPPED("day_sign_flipped"),
    /** The days were cut where they change in another time zone. */
    DAY_BOUNDARY_SHIFTED("day_boundary_shifted"),
    /** Several records in a row, not all of a day's. */
    RUN_MISSING("run_missing"),
    RUN_COUNTED_TWICE("run_counted_twice"),
    RUN_SIGN_FLIPPED("run_sign_flipped");

    private final String label;

    ExplanationKind(String label) {
        this.label = label;
    }

    /** As on the wire. */
    public String label() {
        return label;
    }
}
