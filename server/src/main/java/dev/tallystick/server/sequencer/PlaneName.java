package dev.tallystick.server.sequencer;

/** The two planes: separate journals, indexes and keys, no shared state. */
public enum PlaneName {
    SANDBOX("sandbox", "pk_test_"),
    PRODUCTION("production", "pk_live_");

    private final String label;
    private final String keyPrefix;

    PlaneName(String label, String keyPrefix) {
        this.label = label;
        this.keyPrefix = keyPrefix;
    }

    /** {@code sandbox} or {@code production}: in paths, JSON and logs. */
    public String label() {
        return label;
    }

    /** How every API key of this plane begins: {@code pk_test_} or {@code pk_live_}. */
    public String keyPrefix() {
        return keyPrefix;
    }
}
