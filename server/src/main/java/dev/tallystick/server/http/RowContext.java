package dev.tallystick.server.http;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.Corrections;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.Adjusts;
import dev.tallystick.proof.record.LateUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a derived balance tells beyond the record itself; unlike the record it can change, when corrections come.
 *
 * @param belongsTo {@code YYYY-MM} in which the usage happened, if that month was over when it was recorded; else null
 * @param original the record that this one adjusts, however it was named; else null
 * @param adjustedBy the oldest records that adjust this one
 * @param adjustedByCount how many do in all
 * @param netDelta the row's delta and theirs
 */
record RowContext(
        @Nullable String belongsTo,
        @Nullable Original original,
        List<String> adjustedBy,
        long adjustedByCount,
        Amount netDelta) {
    /** Records named in {@code adjustedBy}; the others are found by their own {@code adjustsRecordId}. */
    private static final int NAMED_MAX = 20;

    /**
     * What another record adjusts.
     *
     * @param adjustedByCount how many adjust it in all
     * @param netDelta its delta and theirs
     */
    record Original(StoredDelta stored, long adjustedByCount, Amount netDelta) {
        static @Nullable Original of(LedgerReader reader, AccountHead head, @Nullable Adjusts adjusts) {
            StoredDelta stored = original(reader, head, adjusts);
            if (stored == null) {
                return null;
            }
            Corrections corrections = reader.corrections(head, stored.event(), 1);
            return new Original(
                    stored, corrections.count(), stored.delta().item().delta().plus(corrections.net()));
        }
    }

    static RowContext of(LedgerReader reader, AccountHead head, StoredDelta row) {
        Corrections corrections = reader.corrections(head, row.event(), NAMED_MAX);
        return new RowContext(
                LateUsage.month(row.delta().item().occurredAt(), row.delta().recordedAt()),
                Original.of(reader, head, row.delta().item().adjusts()),
                corrections.events().stream().map(StoredDelta::recordId).toList(),
                corrections.count(),
                row.delta().item().delta().plus(corrections.net()));
    }

    /** The record that another one adjusts, however it is named; null if none is. */
    static @Nullable StoredDelta original(LedgerReader reader, AccountHead head, @Nullable Adjusts adjusts) {
        if (adjusts == null) {
            return null;
        }
        String referenceId = adjusts.referenceId();
        String recordId = adjusts.recordId();
        if (recordId != null) {
            return reader.record(head.key().tenantId(), StoredDelta.eventOf(recordId));
        }
        return referenceId == null ? null : reader.recordByReference(head.key(), referenceId);
    }
}
