package dev.tallystick.proof.receipt;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.record.Adjusts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the records of one receipt say of late usage and of each other: which month usage belongs to, what a correction
 * corrects, and what the original comes to with the corrections in the same receipt. It follows from the records'
 * contents, so it holds where the receipt does. Stateless.
 */
public final class ReceiptNotes {
    /** A sentence about a record. */
    public record Note(String recordId, String sentence) {}

    private record Corrections(List<String> ids, Amount sum) {}

    private ReceiptNotes() {}

    /** The notes, in the order of the records; none for the usual record. */
    public static List<Note> of(Receipt receipt) {
        Map<String, ReceiptRecord> byId = new HashMap<>();
        Map<String, ReceiptRecord> byReference = new HashMap<>();
        for (ReceiptRecord record : receipt.records()) {
            byId.put(RecordId.of(record.event()), record);
            String reference = record.content().referenceId();
            if (reference != null) {
                byReference.put(reference, record);
            }
        }
        Map<Long, Corrections> corrections = new HashMap<>();
        for (ReceiptRecord record : receipt.records()) {
            ReceiptRecord original = original(record.content().adjusts(), byId, byReference);
            if (original != null) {
                Corrections known = corrections.computeIfAbsent(
                        original.event(), ignored -> new Corrections(new ArrayList<>(), Amount.ZERO));
                known.ids().add(RecordId.of(record.event()));
                corrections.put(
                        original.event(),
                        new Corrections(
                                known.ids(), known.sum().plus(record.content().delta())));
            }
        }
        List<Note> notes = new ArrayList<>();
        for (ReceiptRecord record : receipt.records()) {
            String id = RecordId.of(record.event());
            String late = RecordNote.late(record.content().occurredAt(), record.recordedAt());
            if (late != null) {
                notes.add(new Note(id, late));
            }
            Adjusts adjusts = record.content().adjusts();
            if (adjusts != null) {
                notes.add(new Note(id, correction(adjusts, original(adjusts, byId, byReference), corrections)));
            }
            Corrections own = corrections.get(record.event());
            if (own != null) {
                notes.add(new Note(
                        id, RecordNote.corrected(own.ids(), record.content().delta(), own.sum())));
            }
        }
        return notes;
    }

    private static @Nullable ReceiptRecord original(
            @Nullable Adjusts adjusts, Map<String, ReceiptRecord> byId, Map<String, ReceiptRecord> byReference) {
        if (adjusts == null) {
            return null;
        }
        return adjusts.recordId() == null ? byReference.get(adjusts.referenceId()) : byId.get(adjusts.recordId());
    }

    private static String correction(
            Adjusts adjusts, @Nullable ReceiptRecord original, Map<Long, Corrections> corrections) {
        Corrections all = original == null ? null : corrections.get(original.event());
        if (original == null || all == null) {
            return RecordNote.correctsAbsent(
                    adjusts.recordId() == null
                            ? "the record with reference '" + adjusts.referenceId() + "'"
                            : adjusts.recordId());
        }
        return RecordNote.corrects(
                RecordId.of(original.event()), original.content().delta(), all.sum());
    }
}
