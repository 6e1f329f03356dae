package dev.tallystick.proof.record;

import dev.tallystick.proof.bytes.Hash;
import java.util.Locale;

/**
 * The public leaf of the log: short, typed, without payload. The first byte tells the type of event; other types will
 * have other bytes. The layout is in docs/formats/record.md. Stateless.
 */
public final class LogEntry {
    /** First byte of a delta's entry. */
    public static final byte TYPE_DELTA = 0x01;

    /** First byte of a checkpoint's entry. */
    public static final byte TYPE_CHECKPOINT = 0x06;

    /** First byte of a reported comparison's entry. */
    public static final byte TYPE_REPORT = 0x0c;

    /** Length of every entry in bytes: a type and a hash. */
    public static final int LENGTH = 1 + Hash.LENGTH;

    private LogEntry() {}

    /** Returns the entry of a recorded delta: its type byte and its proof hash. */
    public static byte[] delta(Hash proofHash) {
        return of(TYPE_DELTA, proofHash);
    }

    /** Returns the entry of a sealed checkpoint: its type byte and its proof root. */
    public static byte[] checkpoint(Hash proofRoot) {
        return of(TYPE_CHECKPOINT, proofRoot);
    }

    /** Returns the entry of a reported comparison: its type byte and the hash of the event. */
    public static byte[] report(Hash eventHash) {
        return of(TYPE_REPORT, eventHash);
    }

    private static byte[] of(byte type, Hash hash) {
        byte[] entry = new byte[LENGTH];
        entry[0] = type;
        hash.copyTo(entry, 1);
        return entry;
    }

    /**
     * Reads the proof hash back from a delta's entry.
     *
     * @throws IllegalArgumentException if the bytes are not the entry of a delta
     */
    public static Hash proofHashOfDelta(byte[] entry) {
        if (entry.length != LENGTH || entry[0] != TYPE_DELTA) {
            throw new IllegalArgumentException(
                    "The entry of a delta has 33 bytes and starts with 0x01, but this one has " + entry.length
                            + " bytes"
                            + (entry.length == 0
                                    ? "."
                                    : String.format(Locale.ROOT, " and starts with 0x%02x.", entry[0])));
        }
        return Hash.ofSlice(entry, 1);
    }
}
