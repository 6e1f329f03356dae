package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.InclusionProof;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That an entry is in a log, as one text that needs no network to check: a C2SP tlog-proof, version 1.
 *
 * @param extra opaque data in Base64, or null; not authenticated by anything
 * @param index the entry's index
 * @param path the inclusion proof's hashes, from the leaf's sibling to the root's child
 * @param head the signed head of the tree that the proof is for
 */
public record LogProof(@Nullable String extra, long index, List<Hash> path, SignedHead head) {
    /** The first line. */
    public static final String HEADER = "c2sp.org/tlog-proof@v1";

    /** Most hashes in a proof: trees have at most 2^63 - 1 leaves. */
    public static final int PATH_MAX = 63;

    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    /**
     * Copies the path.
     *
     * @throws NoteException if extra is not Base64, the index is negative, or the path too long
     */
    public LogProof {
        path = List.copyOf(path);
        if (index < 0 || path.size() > PATH_MAX) {
            throw new NoteException("A proof has an index of 0 or more and at most 63 hashes.");
        }
        if (extra != null) {
            try {
                Base64Text.decode(extra);
            } catch (IllegalArgumentException e) {
                throw new NoteException("Expected Base64 after 'extra': " + e.getMessage());
            }
        }
    }

    /**
     * Reads a proof.
     *
     * @throws NoteException if it is not of the form; whether it holds is not looked at
     */
    public static LogProof parse(byte[] text) {
        TextLines lines = new TextLines(text);
        String header = lines.next("the header " + HEADER);
        if (!header.equals(HEADER)) {
            throw new NoteException("Expected '" + HEADER + "' in the first line, but found '" + header + "'.");
        }
        String line = lines.next("the entry's index");
        String extra = null;
        if (line.startsWith(EXTRA)) {
            extra = line.substring(EXTRA.length());
            line = lines.next("the entry's index");
        }
        if (!line.startsWith(INDEX)) {
            throw new NoteException("Expected 'index' and a number, but found '" + line + "'.");
        }
        long index = TextLines.number(line.substring(INDEX.length()), "the entry's index");
        return new LogProof(extra, index, lines.hashes(PATH_MAX), SignedHead.parse(lines.rest()));
    }

    /** Returns the text. */
    public byte[] text() {
        ByteSink sink = new ByteSink(2048).ascii(HEADER).u8('\n');
        if (extra != null) {
            sink.ascii(EXTRA).ascii(extra).u8('\n');
        }
        sink.ascii(INDEX).decimal(index, 0).u8('\n');
        path.forEach(hash -> sink.ascii(Base64Text.of(hash)).u8('\n'));
        return sink.u8('\n').bytes(head.note().received()).toBytes();
    }

    /** Returns the inclusion proof in the head's tree; verify it with the head's root, after the head itself. */
    public InclusionProof inclusion() {
        return new InclusionProof(index, head.head().size(), path);
    }
}
