package dev.tallystick.server.http;

import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.Corrections;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.receipt.RecordNote;
import java.util.ArrayList;
import java.util.List;

/**
 * What a document says below a record of late usage and corrections. Corrections count up to the receipt's last record,
 * so that the same receipt is the same document whatever is recorded later. Costs two look-ups a record, and at most
 * {@link RecordNote#NAMED_MAX} records for one that is corrected. May be used by any thread.
 */
final class PaperNotes {
    private final LedgerReader reader;
    private final AccountHead head;
    private final long lastEvent;

    PaperNotes(LedgerReader reader, CoveredRecords covered) {
        this.reader = reader;
        this.head = covered.head();
        this.lastEvent = covered.count() == 0
                ? -1
                : covered.page(covered.count() - 1, 1).getFirst().event();
    }

    List<String> of(StoredDelta record) {
        List<String> notes = new ArrayList<>();
        String late = RecordNote.late(
                record.delta().item().occurredAt(), record.delta().recordedAt());
        if (late != null) {
            notes.add(late);
        }
        StoredDelta original =
                RowContext.original(reader, head, record.delta().item().adjusts());
        if (original != null) {
            List<StoredDelta> all = corrections(original);
            notes.add(
                    all.size() > RecordNote.NAMED_MAX
                            ? "Corrects " + original.recordId() + ": original "
                                    + original.delta().item().delta() + ", corrected more than " + RecordNote.NAMED_MAX
                                    + " times."
                            : RecordNote.corrects(
                                    original.recordId(), original.delta().item().delta(), sum(all)));
        }
        List<StoredDelta> own = corrections(record);
        if (own.size() > RecordNote.NAMED_MAX) {
            notes.add("Corrected more than " + RecordNote.NAMED_MAX + " times.");
        } else if (!own.isEmpty()) {
            notes.add(RecordNote.corrected(
                    own.stream().map(StoredDelta::recordId).toList(),
                    record.delta().item().delta(),
                    sum(own)));
        }
        return notes;
    }

    /** The oldest corrections; one more than is told of shows that there are more. */
    private List<StoredDelta> corrections(StoredDelta original) {
        List<StoredDelta> found = new ArrayList<>();
        Corrections known = reader.corrections(head, original.event(), RecordNote.NAMED_MAX + 1);
        for (long event : known.events()) {
            StoredDelta correction =
                    event > lastEvent ? null : reader.record(head.key().tenantId(), event);
            if (correction != null) {
                found.add(correction);
            }
        }
        return found;
    }

    private static Amount sum(List<StoredDelta> corrections) {
        return corrections.stream()
                .map(correction -> correction.delta().item().delta())
                .reduce(Amount.ZERO, Amount::plus);
    }
}
