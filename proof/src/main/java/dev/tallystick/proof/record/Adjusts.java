package dev.tallystick.proof.record;

import org.jspecify.annotations.Nullable;

/**
 * The earlier record of the same customer that a delta corrects, named in exactly one of two ways.
 *
 * @param recordId the record's id, or null
 * @param referenceId the reference the record was sent with, or null
 */
public record Adjusts(@Nullable String recordId, @Nullable String referenceId) {
    /**
     * Checks that exactly one is given.
     *
     * @throws IllegalArgumentException if both or none are
     */
    public Adjusts {
        if ((recordId == null) == (referenceId == null)) {
            throw new IllegalArgumentException(
                    "adjusts must name exactly one of recordId and referenceId, but it names "
                            + (recordId == null ? "neither." : "both."));
        }
    }

    /** Names a record by its id. */
    public static Adjusts byRecordId(String recordId) {
        return new Adjusts(recordId, null);
    }

    /** Names a record by its reference. */
    public static Adjusts byReferenceId(String referenceId) {
        return new Adjusts(null, referenceId);
    }
}
