package dev.tallystick.server.http;

import dev.tallystick.ledger.balance.BalanceWindow;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.CheckpointReader;
import dev.tallystick.ledger.read.LedgerReader;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredCountersignature;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Renders a receipt: of a checkpoint or of one record, with the same members. For one reply. */
final class ReceiptView {
    private static final int ROW_BYTES = 1_024;

    private final Proven proven;
    private final ReceiptFigures figures;
    private final ReceiptLinks links;
    private final Envelope envelope;
    private final JsonWriter json;

    private ReceiptView(Proven proven, ReceiptLinks links, Envelope envelope) {
        this.proven = proven;
        this.figures = ReceiptFigures.of(proven);
        this.links = links;
        this.envelope = envelope;
        this.json = envelope.json();
    }

    /** Which rows are shown, and how. */
    record Page(int limit, long offset, boolean amountsAsStrings) {}

    static Reply reply(Proven proven, ReceiptLinks links, Page page) {
        CoveredRecords covered = CoveredRecords.of(proven);
        List<StoredDelta> rows = covered.page(page.offset(), page.limit());
        Envelope envelope = Envelope.open((rows.size() + 3) * ROW_BYTES, page.amountsAsStrings());
        new ReceiptView(proven, links, envelope).write(covered, rows, page);
        return envelope.close(200);
    }

    private void write(CoveredRecords covered, List<StoredDelta> rows, Page page) {
        json.beginObject();
        head();
        statement();
        rows(covered.head(), rows);
        pagination(covered.count(), page);
        months(covered.head());
        json.name("latestCheckpoint").value(latestCheckpoint());
        verification(rows);
        countersignatures();
        links.write(json);
        json.endObject();
    }

    private void head() {
        json.name("customerId").value(proven.account().customerId());
        Scope scope = figures.scope();
        json.name("period").value(scope == null ? null : scope.period());
        if (scope == null) {
            json.name("scope").nullValue();
        } else {
            ScopeFields.write(json, scope);
        }
        json.name("kind")
                .value(proven.kind())
                .name("status")
                .value("VERIFIED")
                .name("generatedAt")
                .value(UtcText.of(proven.plane().now()))
                .name("createdAt")
                .value(UtcText.of(proven.recordedAt()))
                .name("receiptId")
                .value(proven.root())
                .name("checkpointId")
                .value(checkpointId())
                .name("proofRoot")
                .value(proven.root());
    }

    private @Nullable String checkpointId() {
        return proven instanceof Proven.OfCheckpoint checkpoint
                ? checkpoint.stored().checkpointId()
                : null;
    }

    private @Nullable CheckpointStatement sealed() {
        return proven instanceof Proven.OfCheckpoint checkpoint
                ? checkpoint.stored().statement()
                : null;
    }

    private void statement() {
        CheckpointStatement sealed = sealed();
        json.name("itemsRoot")
                .value(sealed == null ? null : sealed.chain().itemsRoot())
                .name("provisional")
                .value(figures.provisional())
                .name("deltaCount")
                .value(proven.recordCount())
                .name("deltasCount")
                .value(proven.recordCount());
        envelope.amount("startingBalance", figures.opening())
                .amount("finalBalance", figures.closing())
                .amount("credits", figures.credits())
                .amount("debits", figures.debits());
    }

    private void rows(AccountHead account, List<StoredDelta> rows) {
        LedgerReader reader = proven.plane().reader();
        json.name("deltas").beginArray();
        for (StoredDelta row : rows) {
            DeltaView.writeRow(envelope, proven.plane().origin(), row, RowContext.of(reader, account, row));
        }
        json.endArray();
    }

    private void pagination(long total, Page page) {
        json.name("pagination")
                .beginObject()
                .name("total")
                .value(total)
                .name("limit")
                .value(page.limit())
                .name("offset")
                .value(page.offset())
                .name("hasMore")
                .value(page.offset() + page.limit() < total)
                .endObject();
    }

    private void months(AccountHead head) {
        json.name("windowSummaries").beginArray();
        CheckpointStatement sealed = sealed();
        if (sealed != null) {
            for (BalanceWindow month : WindowSummaries.of(proven.plane().reader(), head, sealed)) {
                month(month);
            }
        }
        json.endArray();
    }

    private void month(BalanceWindow month) {
        json.beginObject()
                .name("period")
                .value(Month.at(month.start()).month().toString())
                .name("startDate")
                .value(UtcText.of(month.start()))
                .name("endDate")
                .value(UtcText.of(month.end()));
        envelope.amount("totalCredits", month.credits())
                .amount("totalDebits", month.debits())
                .amount("netChange", month.net());
        json.name("deltasCount").value(month.count()).endObject();
    }

    private @Nullable String latestCheckpoint() {
        StoredCheckpoint latest = proven.plane().reader().checkpoints().latest(proven.account());
        return latest == null ? null : latest.statement().proofRoot().toString();
    }

    private void verification(List<StoredDelta> rows) {
        json.name("verification")
                .beginObject()
                .name("verifyUrl")
                .value(links.verifyUrl())
                .name("verificationReference")
                .value(DeltaView.verificationReference(proven.plane().origin(), proven.event()))
                .name("itemHashes")
                .beginArray();
        rows.forEach(row -> json.value(row.delta().contentHash()));
        json.endArray().endObject();
    }

    private void countersignatures() {
        json.name("countersignatures").beginArray();
        if (proven instanceof Proven.OfCheckpoint checkpoint) {
            CheckpointReader reader = proven.plane().reader().checkpoints();
            for (StoredCountersignature one : reader.countersignatures(checkpoint.stored())) {
                json.beginObject()
                        .name("keyId")
                        .value(one.key().keyId())
                        .name("customerKey")
                        .value(one.key().key().text())
                        .name("signature")
                        .value(one.countersigned().signature().toString())
                        .name("signedAt")
                        .value(UtcText.of(one.countersigned().recordedAt()))
                        .endObject();
            }
        }
        json.endArray();
    }

    /** Writes a checkpoint as a row of a list. */
    static void row(Envelope envelope, Proven.OfCheckpoint proven, ReceiptLinks links) {
        ReceiptFigures figures = ReceiptFigures.of(proven);
        Scope scope = figures.scope();
        JsonWriter json = envelope.json().beginObject();
        json.name("receiptId")
                .value(proven.root())
                .name("checkpointId")
                .value(proven.stored().checkpointId())
                .name("proofRoot")
                .value(proven.root())
                .name("customerId")
                .value(proven.account().customerId())
                .name("period")
                .value(scope == null ? null : scope.period());
        if (scope != null) {
            ScopeFields.write(json, scope);
        }
        json.name("provisional").value(figures.provisional()).name("deltaCount").value(proven.recordCount());
        envelope.amount("startingBalance", figures.opening()).amount("finalBalance", figures.closing());
        json.name("createdAt")
                .value(UtcText.of(proven.recordedAt()))
                .name("verifyUrl")
                .value(links.verifyUrl())
                .name("verificationApiUrl")
                .value(links.verificationApiUrl())
                .endObject();
    }
}
