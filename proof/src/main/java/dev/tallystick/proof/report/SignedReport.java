package dev.tallystick.proof.report;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.note.LogProof;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.record.LogEntry;
import dev.tallystick.proof.record.Salt;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A comparison's signed report as its file says it, specified in docs/formats/report.md. Nothing in it is to be believed
 * before {@link ReportVerifier} has passed it.
 *
 * @param logKey the log's key; its name is the log's origin
 * @param tenantId the vendor, whose ledger answered
 * @param customerId the customer
 * @param recordedAt when the report was put on record, milliseconds since 1970-01-01T00:00:00Z, not before
 * @param salt the event's
 * @param reportHash SHA-256 of the report's canonical JSON
 * @param eventHash what stands in the log
 * @param report the report itself
 * @param inclusion the proof that the event's leaf is in the log, with the log's signed head
 */
public record SignedReport(
        VerifierKey logKey,
        String tenantId,
        String customerId,
        long recordedAt,
        Salt salt,
        Hash reportHash,
        Hash eventHash,
        JsonObject report,
        LogProof inclusion) {
    /** The format's name, in every file. */
    public static final String FORMAT = "tallystick-report/1";

    /** What no signed report proves; the sentences are part of the format. */
    public static final List<String> DOES_NOT_PROVE = List.of(
            "This report does not prove that the vendor measured usage correctly.",
            "This report does not prove that nothing was left unrecorded.",
            "This report does not prove that a claim in it was made by the side it is ascribed to.");

    private static final byte[] TAG = "tallystick:event:v1".getBytes(StandardCharsets.US_ASCII);
    private static final int EVENT_VERSION = 2;

    /** SHA-256 of the report's canonical JSON. */
    Hash computedReportHash() {
        return Sha256.hash(CanonicalJson.of(report));
    }

    /** The hash in the leaf of the event that the file's fields make: docs/formats/events.md, type 12. */
    Hash computedEventHash() {
        return eventHash(recordedAt, salt, tenantId, customerId, reportHash);
    }

    /** The hash in the leaf of a {@code comparison reported} event. */
    public static Hash eventHash(long recordedAt, Salt salt, String tenantId, String customerId, Hash reportHash) {
        ByteSink sink = new ByteSink(256)
                .bytes(TAG)
                .u8(LogEntry.TYPE_REPORT)
                .u8(EVENT_VERSION)
                .u64(recordedAt)
                .bytes(salt.bytes());
        text(sink, tenantId);
        text(sink, customerId);
        sink.hash(reportHash);
        return Sha256.hash(sink.array(), 0, sink.length());
    }

    private static void text(ByteSink sink, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        sink.varint(utf8.length).bytes(utf8);
    }
}
