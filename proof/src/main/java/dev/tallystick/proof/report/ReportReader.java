package dev.tallystick.proof.report;

import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.receipt.Members;
import dev.tallystick.proof.receipt.ReceiptException;
import java.util.Set;

/** Reads signed reports. Stateless. */
public final class ReportReader {
    private static final int DEPTH_MAX = 40;
    private static final Set<String> MEMBERS = Set.of(
            "format",
            "log",
            "tenantId",
            "customerId",
            "recordedAt",
            "salt",
            "reportHash",
            "eventHash",
            "report",
            "inclusion",
            "doesNotProve");

    private ReportReader() {}

    /** Whether a file says of itself that it is a signed report. */
    public static boolean isOne(byte[] file) {
        try {
            return JsonReader.parse(file, 0, file.length, DEPTH_MAX) instanceof JsonObject object
                    && new JsonString(SignedReport.FORMAT).equals(object.get("format"));
        } catch (JsonException e) {
            return false;
        }
    }

    /**
     * Reads a file.
     *
     * @throws ReceiptException if it is not a signed report; nothing else is thrown for what the file says
     */
    public static SignedReport parse(byte[] file) {
        JsonValue root;
        try {
            root = JsonReader.parse(file, 0, file.length, DEPTH_MAX);
        } catch (JsonException e) {
            throw new ReceiptException("A signed report must be JSON: " + e.getMessage());
        }
        try {
            return report(new Members(root, "the file", MEMBERS, "signed reports"));
        } catch (NoteException e) {
            throw new ReceiptException("A key or proof in the file is not of its form: " + e.getMessage());
        }
    }

    private static SignedReport report(Members members) {
        if (!members.text("format").equals(SignedReport.FORMAT)) {
            throw members.other("format", "'" + SignedReport.FORMAT + "'");
        }
        members.sentences("doesNotProve", SignedReport.DOES_NOT_PROVE);
        if (!(members.value("report") instanceof JsonObject report)) {
            throw members.other("report", "an object");
        }
        long recordedAt = members.time("recordedAt");
        if (recordedAt < 0) {
            throw members.other("recordedAt", "a time from 1970 on");
        }
        return new SignedReport(
                members.logKey("log"),
                members.id("tenantId"),
                members.id("customerId"),
                recordedAt,
                members.salt("salt"),
                members.hash("reportHash"),
                members.hash("eventHash"),
                report,
                members.logProof("inclusion"));
    }
}
