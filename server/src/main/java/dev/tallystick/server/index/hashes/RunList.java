package dev.tallystick.server.index.hashes;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The runs there are at one position of the journal. Its bytes: for each run u8 kind, u64 number, u32 entries.
 *
 * @param references unmodifiable
 * @param proofs unmodifiable
 */
record RunList(List<HashRun> references, List<HashRun> proofs) {
    static final RunList EMPTY = new RunList(List.of(), List.of());

    private static final int ROW_BYTES = 1 + Long.BYTES + Integer.BYTES;

    /** Makes a run of what the list says of it. */
    interface Opener {
        HashRun open(HashKind kind, long number, int rows);
    }

    static RunList fromBytes(byte[] bytes, Opener opener) throws IOException {
        if (bytes.length % ROW_BYTES != 0) {
            throw new DamagedRunException("the list of runs has " + bytes.length + " bytes, not rows of " + ROW_BYTES);
        }
        RunList list = EMPTY;
        for (int at = 0; at < bytes.length; at += ROW_BYTES) {
            ByteSource row = new ByteSource(bytes, at, ROW_BYTES);
            list = list.with(List.of(), opener.open(HashKind.of(row.u8()), row.u64(), (int) row.u32()));
        }
        return list;
    }

    byte[] toBytes() {
        ByteSink sink = new ByteSink(256);
        all().forEach(run -> sink.u8(run.kind().code()).u64(run.number()).u32(run.rows()));
        return sink.toBytes();
    }

    List<HashRun> of(HashKind kind) {
        return switch (kind) {
            case REFERENCE -> references;
            case PROOF -> proofs;
        };
    }

    Stream<HashRun> all() {
        return Stream.concat(references.stream(), proofs.stream());
    }

    /** The list without some runs and with one more, all of one kind. */
    RunList with(List<HashRun> without, HashRun one) {
        List<HashRun> changed = new ArrayList<>(of(one.kind()));
        changed.removeAll(without);
        changed.add(one);
        return switch (one.kind()) {
            case REFERENCE -> new RunList(List.copyOf(changed), proofs);
            case PROOF -> new RunList(references, List.copyOf(changed));
        };
    }
}
