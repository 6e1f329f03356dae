package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.ConsistencyProof;
import java.util.List;

/**
 * What a log sends a witness: the body of {@code add-checkpoint} in C2SP tlog-witness.
 *
 * @param oldSize the size of the head that the witness cosigned last; 0 if it has cosigned none
 * @param path the consistency proof from there to the head; empty if oldSize is 0
 * @param head the head to be cosigned
 */
public record AddCheckpointRequest(long oldSize, List<Hash> path, SignedHead head) {
    /** Most hashes in a request's proof. */
    public static final int PATH_MAX = 63;

    private static final String OLD = "old ";

    /** Copies the path. */
    public AddCheckpointRequest {
        path = List.copyOf(path);
        if (oldSize < 0 || path.size() > PATH_MAX) {
            throw new NoteException("A witness request has an old size of 0 or more and at most 63 hashes.");
        }
    }

    /**
     * Reads a request's body.
     *
     * @throws NoteException if it is not of the form; sizes and proof are not checked against each other
     */
    public static AddCheckpointRequest parse(byte[] body) {
        TextLines lines = new TextLines(body);
        String first = lines.next("the old size");
        if (!first.startsWith(OLD)) {
            throw new NoteException("Expected 'old' and a size in the first line, but found '" + first + "'.");
        }
        long oldSize = TextLines.number(first.substring(OLD.length()), "the old size");
        return new AddCheckpointRequest(oldSize, lines.hashes(PATH_MAX), SignedHead.parse(lines.rest()));
    }

    /** Returns the body. */
    public byte[] text() {
        ByteSink sink = new ByteSink(1024).ascii(OLD).decimal(oldSize, 0).u8('\n');
        path.forEach(hash -> sink.ascii(Base64Text.of(hash)).u8('\n'));
        return sink.u8('\n').bytes(head.note().received()).toBytes();
    }

    /** Returns the consistency proof from the old size to the head's. */
    public ConsistencyProof proof() {
        return new ConsistencyProof(oldSize, head.head().size(), path);
    }
}
