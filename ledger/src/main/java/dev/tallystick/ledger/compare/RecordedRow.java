package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.UtcDay;
import dev.tallystick.proof.amount.Amount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a record is compared with a side's rows.
 *
 * @param event its event number, which makes its record id
 * @param usageDay UTC day of {@code occurredAt}, or of {@code recordedAt} where that was not given: what a row's date is
 *     held against; in days since 1970-01-01
 * @param recordedDay UTC day of {@code recordedAt}: whose window the record belongs to
 */
public record RecordedRow(long event, @Nullable String referenceId, Amount delta, long usageDay, long recordedDay) {
    /** Takes what is compared from a record. */
    public static RecordedRow of(StoredDelta stored) {
        DeltaRecorded record = stored.delta();
        long recordedDay = UtcDay.of(record.recordedAt());
        Instant occurredAt = record.item().occurredAt();
        return new RecordedRow(
                stored.event(),
                record.item().referenceId(),
                record.item().delta(),
                occurredAt == null ? recordedDay : UtcDay.of(occurredAt.toEpochMilli()),
                recordedDay);
    }
}
