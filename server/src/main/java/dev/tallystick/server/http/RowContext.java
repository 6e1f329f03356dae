package dev.tallystick.server.http;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.Corrections;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.Adjusts;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a derived balance tells beyond the record itself; unlike the record it can change, when corrections come.
 *
 * @param belongsTo {@code YYYY-MM} in which the usage happened, if that month was over when it was recorded; else null
 * @param adjustsRecordId the record that this one adjusts, however it was named; else null
 * @param adjustedBy the oldest records that adjust this one
 * @param adjustedByCount how many do in all
 * @param netDelta the row's delta and theirs
 */
record RowContext(
        @Nullable String belongsTo,
        @Nullable String adjustsRecordId,
        List<String> adjustedBy,
        long adjustedByCount,
        Amount netDelta) {
    /** Records named in {@code adjustedBy}; the others are found by their own {@code adjustsRecordId}. */
    private static final int NAMED_MAX = 20;

    static RowContext of(LedgerReader reader, AccountHead head, StoredDelta row) {
        Corrections corrections = reader.corrections(head, row.event(), NAMED_MAX);
        return new RowContext(
                belongsTo(row.delta()),
                adjusts(reader, head, row.delta().item().adjusts()),
                corrections.events().stream().map(StoredDelta::recordId).toList(),
                corrections.count(),
                row.delta().item().delta().plus(corrections.net()));
    }

    private static @Nullable String belongsTo(DeltaRecorded delta) {
        Instant occurredAt = delta.item().occurredAt();
        if (occurredAt == null) {
            return null;
        }
        YearMonth happened = YearMonth.from(occurredAt.atOffset(ZoneOffset.UTC));
        YearMonth recorded =
                YearMonth.from(Instant.ofEpochMilli(delta.recordedAt()).atOffset(ZoneOffset.UTC));
        return happened.isBefore(recorded) ? happened.toString() : null;
    }

    private static @Nullable String adjusts(LedgerReader reader, AccountHead head, @Nullable Adjusts adjusts) {
        String referenceId = adjusts == null ? null : adjusts.referenceId();
        if (adjusts == null || referenceId == null) {
            return adjusts == null ? null : adjusts.recordId();
        }
        StoredDelta named = reader.recordByReference(head.key(), referenceId);
        return named == null ? null : named.recordId();
    }
}
