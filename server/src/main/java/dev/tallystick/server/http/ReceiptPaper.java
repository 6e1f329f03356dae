package dev.tallystick.server.http;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.TenantOpened;
import dev.tallystick.ledger.read.StoredCountersignature;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.receipt.ReceiptDocument;
import dev.tallystick.server.receipt.ReceiptDocument.Fact;
import dev.tallystick.server.receipt.ReceiptDocument.Figure;
import dev.tallystick.server.receipt.ReceiptDocument.Row;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Puts a receipt into words for a document. Stateless. */
final class ReceiptPaper {
    private static final List<String> PROVES = List.of(
            "This paper is a picture of the receipt. The proof is the receipt file, or the answer at the address above.",
            "A receipt file that verifies shows that exactly these records, in this order and with these sums, are bound by"
                    + " the proof root, and that the proof root is in the log under the key named above.",
            "Whoever holds the receipt file can show any later change of a record, its order, its time or its balance.");

    private static final List<String> PUBLIC_PROVES = List.of(
            "The proof root stands for one receipt only. Whoever has the receipt file can show that it is this one.",
            "The log holds the proof root at the leaf named above, and cannot drop it without its signed heads showing it.",
            "Customer, amounts and reasons are between vendor and customer; they are in the receipt file, not here.");

    private ReceiptPaper() {}

    /** All of a receipt, for those it belongs to. */
    static ReceiptDocument full(Proven proven, ReceiptLinks links) {
        ReceiptFigures figures = ReceiptFigures.of(proven);
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Vendor", vendor(proven)));
        facts.add(new Fact("Customer", proven.account().customerId()));
        facts.addAll(common(proven, figures));
        if (proven instanceof Proven.OfCheckpoint checkpoint) {
            for (StoredCountersignature one :
                    proven.plane().reader().checkpoints().countersignatures(checkpoint.stored())) {
                facts.add(new Fact(
                        "Countersigned",
                        "by the customer's key " + one.key().key().text() + " on "
                                + time(one.countersigned().recordedAt())));
            }
        }
        CoveredRecords covered = CoveredRecords.of(proven);
        PaperNotes notes = new PaperNotes(proven.plane().reader(), covered);
        return new ReceiptDocument(
                proven instanceof Proven.OfRecord ? "Receipt of one record" : "Receipt",
                subtitle(figures),
                proven.root().toString(),
                proven.root().prefix(),
                links.verifyUrl(),
                facts,
                List.of(
                        new Figure("Opening balance", figures.opening()),
                        new Figure("Credits", figures.credits()),
                        new Figure("Debits", figures.debits()),
                        new Figure("Closing balance", figures.closing())),
                () -> rows(covered.iterator(), notes),
                PROVES,
                Receipt.DOES_NOT_PROVE);
    }

    /** What anybody may see who holds the root: that there is a receipt, and of how much, but not of whom or what. */
    static ReceiptDocument open(Proven proven, ReceiptLinks links) {
        return new ReceiptDocument(
                "Public receipt",
                "That a receipt exists and what it covers, without its contents.",
                proven.root().toString(),
                proven.root().prefix(),
                links.verifyUrl(),
                common(proven, ReceiptFigures.of(proven)),
                List.of(),
                null,
                PUBLIC_PROVES,
                Receipt.DOES_NOT_PROVE);
    }

    private static String subtitle(ReceiptFigures figures) {
        return figures.provisional()
                ? "Provisional: the window was still open when this was sealed, so more may have been recorded since."
                : "What was recorded, sealed in a public log.";
    }

    /** The name the tenant was opened with, and its id, which stands in the receipt file. */
    private static String vendor(Proven proven) {
        String tenantId = proven.account().tenantId();
        TenantOpened tenant = proven.plane().directory().tenant(tenantId);
        return tenant == null || tenant.name().isBlank() ? tenantId : tenant.name() + " (" + tenantId + ")";
    }

    private static List<Fact> common(Proven proven, ReceiptFigures figures) {
        List<Fact> facts = new ArrayList<>();
        Scope scope = figures.scope();
        if (scope != null) {
            String period = scope.period();
            if (period != null) {
                facts.add(new Fact("Period", UtcWords.month(period)));
            }
            facts.add(new Fact("Window", time(scope.start()) + " up to, not including, " + time(scope.end())));
        }
        facts.add(new Fact("Records", Long.toString(proven.recordCount())));
        facts.add(new Fact(scope == null ? "Recorded" : "Sealed", time(proven.recordedAt())));
        facts.add(new Fact("Proof root", proven.root().toString()));
        facts.add(new Fact("Log", proven.plane().origin() + ", leaf " + proven.event()));
        PlaneLog log = proven.plane().log();
        if (log != null) {
            facts.add(new Fact("Log key", log.key()));
        }
        return facts;
    }

    private static String time(long millis) {
        return UtcText.of(millis).replace('T', ' ').replace("Z", " UTC");
    }

    private static Iterator<Row> rows(Iterator<StoredDelta> records, PaperNotes notes) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public Row next() {
                StoredDelta stored = records.next();
                DeltaRecorded record = stored.delta();
                return new Row(
                        record.sequence(),
                        UtcText.of(record.recordedAt()).replace('T', ' ').replace("Z", ""),
                        record.item().reason(),
                        record.item().referenceId(),
                        record.item().delta(),
                        record.balance(),
                        notes.of(stored));
            }
        };
    }
}
