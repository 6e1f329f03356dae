package dev.tallystick.proof.receipt;

import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.note.KeyAlgorithm;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.statement.CheckpointStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads receipt files, strictly: no member too many or too few, every value in its one spelling. Stateless.
 *
 * <p>Records are taken out of the text one by one, so a long receipt takes memory for its records, not for a tree of its
 * text.
 */
public final class ReceiptReader {
    // A record's metadata may be nested 32 deep; the record itself starts four levels down.
    private static final int DEPTH_MAX = 40;

    private static final Set<String> MEMBERS = Set.of(
            "format",
            "kind",
            "log",
            "tenantId",
            "customerId",
            "statement",
            "proofRoot",
            "records",
            "inclusion",
            "countersignatures",
            "doesNotProve");
    private static final Set<String> STATEMENT = Set.of(
            "salt",
            "start",
            "end",
            "mode",
            "provisional",
            "openingBalance",
            "closingBalance",
            "credits",
            "debits",
            "count",
            "firstSequence",
            "lastSequence",
            "chainHead",
            "itemsRoot",
            "previousCheckpoint",
            "issuedAt");
    private static final Set<String> COUNTERSIGNATURE = Set.of("customerKey", "keyId", "signature", "signedAt");

    private ReceiptReader() {}

    /**
     * Reads a file.
     *
     * @throws ReceiptException if it is not a receipt; nothing else is thrown for what the file says
     */
    public static Receipt parse(byte[] file) {
        RecordReader records = new RecordReader();
        JsonValue root;
        try {
            root = JsonReader.parseStreaming(file, DEPTH_MAX, "records", records);
        } catch (JsonException e) {
            throw new ReceiptException("A receipt must be JSON: " + e.getMessage());
        }
        try {
            return receipt(new Members(root, "the receipt", MEMBERS), records.taken());
        } catch (NoteException e) {
            throw new ReceiptException("A key or proof in the receipt is not of its form: " + e.getMessage());
        }
    }

    private static Receipt receipt(Members members, List<ReceiptRecord> records) {
        if (!members.text("format").equals(Receipt.FORMAT)) {
            throw members.other("format", "'" + Receipt.FORMAT + "'");
        }
        Receipt.Kind kind = kind(members);
        members.array("records");
        members.sentences("doesNotProve", Receipt.DOES_NOT_PROVE);
        boolean stated = !members.isNull("statement");
        if (stated != (kind == Receipt.Kind.CHECKPOINT)) {
            throw members.other("statement", "an object for a checkpoint and null for a record");
        }
        List<ReceiptCountersignature> countersignatures = countersignatures(members);
        if (!stated && (records.size() != 1 || !countersignatures.isEmpty())) {
            throw members.other("records", "exactly one in a record's receipt, which has no countersignatures");
        }
        String tenantId = members.id("tenantId");
        String customerId = members.id("customerId");
        return new Receipt(
                kind,
                members.logKey("log"),
                tenantId,
                customerId,
                stated ? statement(members, tenantId, customerId) : null,
                members.hash("proofRoot"),
                records,
                members.logProof("inclusion"),
                countersignatures);
    }

    private static Receipt.Kind kind(Members members) {
        String text = members.text("kind");
        for (Receipt.Kind kind : Receipt.Kind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw members.other("kind", "'checkpoint' or 'record'");
    }

    private static CheckpointStatement statement(Members receipt, String tenantId, String customerId) {
        Members members = new Members(receipt.value("statement"), "the statement", STATEMENT);
        long start = members.time("start");
        long end = members.time("end");
        if (end <= start) {
            throw members.other("end", "after 'start'");
        }
        return new CheckpointStatement(
                members.salt("salt"),
                new CheckpointStatement.Window(tenantId, customerId, start, end, mode(members)),
                provisional(members),
                new CheckpointStatement.Figures(
                        members.balance("openingBalance"),
                        members.balance("closingBalance"),
                        members.balance("credits"),
                        members.balance("debits")),
                new CheckpointStatement.Chain(
                        members.whole("count", 0),
                        members.whole("firstSequence", 0),
                        members.whole("lastSequence", 0),
                        members.hashOrNone("chainHead"),
                        members.hash("itemsRoot")),
                members.hashOrNone("previousCheckpoint"),
                members.time("issuedAt"));
    }

    private static CheckpointStatement.Mode mode(Members members) {
        return switch (members.text("mode")) {
            case "window" -> CheckpointStatement.Mode.WINDOW;
            case "fingerprints" -> CheckpointStatement.Mode.FINGERPRINTS;
            default -> throw members.other("mode", "'window' or 'fingerprints'");
        };
    }

    private static boolean provisional(Members members) {
        if (members.value("provisional") instanceof JsonBoolean bool) {
            return bool.value();
        }
        throw members.other("provisional", "true or false");
    }

    private static List<ReceiptCountersignature> countersignatures(Members members) {
        List<ReceiptCountersignature> list = new ArrayList<>();
        for (JsonValue value : members.array("countersignatures")) {
            Members one = new Members(value, "a countersignature", COUNTERSIGNATURE);
            VerifierKey key = VerifierKey.parse(one.text("customerKey"));
            if (key.algorithm() != KeyAlgorithm.ED25519) {
                throw one.other("customerKey", "a key of type 1, Ed25519");
            }
            list.add(new ReceiptCountersignature(
                    key, one.id("keyId"), one.countersignature("signature"), one.time("signedAt")));
        }
        return list;
    }
}
