package dev.tallystick.ledger.scope;

/** Which of a record's times decides the scope it falls in. */
public enum TimeBasis {
    /** When it was recorded. */
    RECORDED("recorded", "by time recorded"),
    /** When its usage happened; without an {@code occurredAt} that is when it was recorded. */
    OCCURRED("occurred", "by time of use");

    private final String label;
    private final String phrase;

    TimeBasis(String label, String phrase) {
        this.label = label;
        this.phrase = phrase;
    }

    /** As on the wire. */
    public String label() {
        return label;
    }

    /** As in a sentence. */
    public String phrase() {
        return phrase;
    }
}
