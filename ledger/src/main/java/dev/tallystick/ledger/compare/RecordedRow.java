package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.TimeBasis;
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
 * @param windowDay whose window the record belongs to: UTC day of {@code recordedAt}, or by time of use {@code usageDay}
 */
public record RecordedRow(long event, @Nullable String referenceId, Amount delta, long usageDay, long windowDay) {
    /** Takes what is compared from a record that counts by time recorded. */
    public static RecordedRow of(StoredDelta stored) {
        return of(stored, TimeBasis.RECORDED);
    }

    /** Takes what is compared from a record. */
    static RecordedRow of(StoredDelta stored, TimeBasis basis) {
        DeltaRecorded record = stored.delta();
        long recordedDay = UtcDay.of(record.recordedAt());
        Instant occurredAt = record.item().occurredAt();
        long usageDay = occurredAt == null ? recordedDay : UtcDay.of(occurredAt.toEpochMilli());
        return new RecordedRow(
                stored.event(),
                record.item().referenceId(),
                record.item().delta(),
                usageDay,
                basis == TimeBasis.OCCURRED ? usageDay : recordedDay);
    }
}
