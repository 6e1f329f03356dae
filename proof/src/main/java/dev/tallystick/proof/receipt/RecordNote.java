package dev.tallystick.proof.receipt;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.LateUsage;
import dev.tallystick.proof.record.UtcText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sentences about late usage and corrections, alike in a PDF and in what a verifier prints. Stateless. */
public final class RecordNote {
    /** Corrections that are named one by one. */
    public static final int NAMED_MAX = 20;

    private RecordNote() {}

    /** That usage belongs to an earlier month than it was recorded in, or null if it does not. */
    public static @Nullable String late(@Nullable Instant occurredAt, long recordedAt) {
        String month = LateUsage.month(occurredAt, recordedAt);
        return month == null || occurredAt == null
                ? null
                : "Belongs to " + month + ": used " + UtcText.of(occurredAt.toEpochMilli()) + ", recorded later.";
    }

    /**
     * That a record corrects another one.
     *
     * @param original the other one's amount
     * @param corrections the sum of its corrections, this one among them
     */
    public static String corrects(String originalId, Amount original, Amount corrections) {
        return "Corrects " + originalId + ": " + figures(original, corrections);
    }

    /** That a record corrects one that is not at hand. */
    public static String correctsAbsent(String original) {
        return "Corrects " + original + ", which is not in this file.";
    }

    /**
     * That a record is corrected.
     *
     * @param corrections ids of the records that correct it, in order, at least one
     * @param sum of their amounts
     */
    public static String corrected(List<String> corrections, Amount original, Amount sum) {
        int named = Math.min(corrections.size(), NAMED_MAX);
        String more = corrections.size() > named ? " and " + (corrections.size() - named) + " more" : "";
        return "Corrected by " + String.join(", ", corrections.subList(0, named)) + more + ": "
                + figures(original, sum);
    }

    private static String figures(Amount original, Amount corrections) {
        return "original " + original + ", corrections " + corrections + ", net " + original.plus(corrections) + ".";
    }
}
