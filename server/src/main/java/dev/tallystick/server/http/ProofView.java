package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.note.LogProof;
import java.nio.charset.StandardCharsets;

/** Renders the proof that a leaf is in the log. */
final class ProofView {
    private ProofView() {}

    /** Writes the proof as one object. */
    static void write(ByteSink sink, LogProof proof) {
        sink.ascii("{\"leafIndex\":").decimal(proof.index(), 0);
        sink.ascii(",\"treeSize\":").decimal(proof.head().head().size(), 0);
        sink.ascii(",\"rootHash\":\"").hashText(proof.head().head().root());
        sink.ascii("\",\"hashes\":[");
        String before = "\"";
        for (Hash hash : proof.path()) {
            sink.ascii(before).hashText(hash).u8('"');
            before = ",\"";
        }
        sink.ascii("],\"signedHead\":");
        CanonicalJson.writeString(text(proof.head().note().received()), sink);
        sink.ascii(",\"tlogProof\":");
        CanonicalJson.writeString(text(proof.text()), sink);
        sink.u8('}');
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
