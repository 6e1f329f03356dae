package dev.tallystick.ledger.scope;

import org.jspecify.annotations.Nullable;

/** The scope fields of a request as they were sent; null where absent. An empty text counts as sent. */
public record ScopeRequest(
        @Nullable String period,
        @Nullable String timePreset,
        @Nullable String startDate,
        @Nullable String endDate,
        @Nullable String startingCheckpoint,
        @Nullable String startingCheckpointType) {
    public static final ScopeRequest NONE = new ScopeRequest(null, null, null, null, null, null);

    /** Whether a starting checkpoint is named, or a kind of one. */
    public boolean startsAtCheckpoint() {
        return startingCheckpoint != null || startingCheckpointType != null;
    }
}
