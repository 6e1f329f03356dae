package dev.tallystick.server.http;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.read.StoredCountersignature;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.ReceiptCountersignature;
import dev.tallystick.proof.receipt.ReceiptRecord;
import dev.tallystick.proof.receipt.ReceiptWriter;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.server.config.ReceiptLimits;
import dev.tallystick.server.log.PublishedTree;
import dev.tallystick.server.receipt.ReceiptDocument;
import dev.tallystick.server.receipt.ReceiptPdf;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Receipts as files: the offline proof, the bare C2SP proof, and the document for people. Thread-safe. */
final class ReceiptFiles {
    private static final Header PDF = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/pdf");
    private static final Header TEXT = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    private static final int PIECE_BYTES = 64 << 10;

    private final Map<String, PublishedTree> trees;
    private final ReceiptLimits limits;
    private final HeavyWork heavy;
    private final Semaphore drawing;

    /** @param trees the planes' logs by the names of their planes */
    ReceiptFiles(Map<String, PublishedTree> trees, ReceiptLimits limits, HeavyWork heavy) {
        this.trees = trees;
        this.limits = limits;
        this.heavy = heavy;
        this.drawing = new Semaphore(limits.pdfsAtOnce(), true);
    }

    /** The C2SP tlog-proof of the receipt's leaf. */
    Reply logProof(Proven proven) {
        byte[] text = proof(proven).text();
        return new Reply(200, new ByteSink(text.length).bytes(text), TEXT, name(proven, ".tlog-proof"));
    }

    /** The offline file, written record by record while it is sent. */
    Reply file(Proven proven) {
        requireAtMost(
                proven,
                limits.fileRecords(),
                "A receipt file",
                "Ask for a shorter window, or page through the JSON with limit and offset.");
        LogProof proof = proof(proven);
        VerifierKey key = VerifierKey.parse(tree(proven).log().key());
        CoveredRecords covered = CoveredRecords.of(proven);
        List<ReceiptCountersignature> countersignatures = countersignatures(proven);
        return Reply.streamed(Reply.JSON, name(proven, ".receipt.json"), out -> {
            ByteSink sink = new ByteSink(2 * PIECE_BYTES);
            ReceiptWriter writer = new ReceiptWriter(sink);
            CheckpointStatement statement = proven instanceof Proven.OfCheckpoint checkpoint
                    ? checkpoint.stored().statement()
                    : null;
            writer.begin(key, proven.account().tenantId(), proven.account().customerId(), statement, proven.root());
            for (StoredDelta stored : covered) {
                writer.record(record(stored));
                if (sink.length() >= PIECE_BYTES) {
                    drain(sink, out);
                }
            }
            writer.end(proof, countersignatures);
            drain(sink, out);
        });
    }

    private static void drain(ByteSink sink, OutputStream out) throws IOException {
        out.write(sink.array(), 0, sink.length());
        sink.reset();
    }

    private static ReceiptRecord record(StoredDelta stored) {
        DeltaRecorded delta = stored.delta();
        return new ReceiptRecord(
                stored.event(),
                delta.sequence(),
                delta.recordedAt(),
                delta.balance(),
                delta.salt(),
                delta.item(),
                delta.contentHash(),
                delta.proofHash(),
                delta.previousProofHash());
    }

    private static List<ReceiptCountersignature> countersignatures(Proven proven) {
        List<ReceiptCountersignature> all = new ArrayList<>();
        if (proven instanceof Proven.OfCheckpoint checkpoint) {
            for (StoredCountersignature one :
                    proven.plane().reader().checkpoints().countersignatures(checkpoint.stored())) {
                all.add(new ReceiptCountersignature(
                        one.key().key(),
                        one.key().keyId(),
                        one.countersigned().signature(),
                        one.countersigned().recordedAt()));
            }
        }
        return all;
    }

    /** The whole receipt as a document. */
    Reply fullPdf(Proven proven, ReceiptLinks links) {
        requireAtMost(
                proven,
                limits.pdfRecords(),
                "A PDF",
                "Ask for a shorter window, or for format=tallystick, which holds up to " + limits.fileRecords() + ".");
        return pdf(proven, ReceiptPaper.full(proven, links));
    }

    /** The document without contents. */
    Reply openPdf(Proven proven, ReceiptLinks links) {
        return pdf(proven, ReceiptPaper.open(proven, links));
    }

    private Reply pdf(Proven proven, ReceiptDocument document) {
        byte[] pdf = drawn(document);
        return new Reply(200, new ByteSink(pdf.length).bytes(pdf), PDF, name(proven, ".pdf"));
    }

    private byte[] drawn(ReceiptDocument document) {
        try {
            if (!drawing.tryAcquire(limits.pdfWaitMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return heavy.run(() -> bytes(document));
        } finally {
            drawing.release();
        }
    }

    private static byte[] bytes(ReceiptDocument document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(PIECE_BYTES);
        try {
            ReceiptPdf.write(document, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not take a document", e);
        }
        return bytes.toByteArray();
    }

    private static ProblemException busy() {
        return Problem.unavailable("The server is drawing as many documents as it can. Try again shortly.")
                .toException();
    }

    /** The proof that the receipt's leaf is in the log. */
    LogProof proof(Proven proven) {
        return tree(proven).proof(proven.event());
    }

    private PublishedTree tree(Proven proven) {
        PublishedTree tree = trees.get(proven.plane().name().label());
        if (tree == null) {
            throw Fields.refused("format", "This server keeps no log of this plane, so there is no proof.");
        }
        return tree;
    }

    private static void requireAtMost(Proven proven, int max, String what, String wayOut) {
        if (proven.recordCount() > max) {
            throw Problem.of(new Refusal(
                            RefusalCode.SCOPE_TOO_WIDE,
                            what + " holds at most " + max + " records, but this receipt has " + proven.recordCount()
                                    + ". " + wayOut,
                            Map.of("limit", Integer.toString(max))))
                    .toException();
        }
    }

    private static List<Header> name(Proven proven, String suffix) {
        String name = proven.kind() + "-" + proven.root().toString().substring(2, 18) + suffix;
        return List.of(HeaderValues.create(HeaderNames.CONTENT_DISPOSITION, "inline; filename=\"" + name + "\""));
    }
}
