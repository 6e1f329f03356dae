package dev.tallystick.proof.statement;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import dev.tallystick.proof.record.Salt;

/**
 * What a checkpoint states about one customer's window of records. Its bytes and their hash, the {@code proofRoot}, are
 * specified in docs/formats/checkpoint.md. Immutable.
 *
 * @param salt keeps the proof root from being guessed
 * @param window which records are covered
 * @param provisional whether the window's end lies after {@code issuedAt}, so that it can still grow
 * @param figures what the records add up to
 * @param chain how they hang together with the records before them
 * @param previousCheckpoint proof root of the customer's preceding checkpoint; {@link Hash#ZERO} if there is none
 * @param issuedAt milliseconds since 1970-01-01T00:00:00Z
 */
public record CheckpointStatement(
        Salt salt,
        Window window,
        boolean provisional,
        Figures figures,
        Chain chain,
        Hash previousCheckpoint,
        long issuedAt) {
    /** The ASCII domain tag at the start of the hashed bytes. */
    public static final String TAG = "tallystick:checkpoint:v1";

    private static final int AMOUNT_LENGTH = 16;
    private static final int ID_LENGTH_MAX = 0xffff;
    private static final int CAPACITY = 384;

    /** Which records of the window are covered. The code is part of the hashed bytes. */
    public enum Mode {
        /** All of them. */
        WINDOW(0),
        /** Those whose fingerprints were named. */
        FINGERPRINTS(1);

        private final int code;

        Mode(int code) {
            this.code = code;
        }

        /** The byte that stands for it. */
        public int code() {
            return code;
        }
    }

    /**
     * Whose records, and of what time.
     *
     * @param start first instant, milliseconds since the epoch
     * @param end first instant after the window
     */
    public record Window(String tenantId, String customerId, long start, long end, Mode mode) {
        /** Checks the order of the instants. */
        public Window {
            if (end <= start) {
                throw new IllegalArgumentException(
                        "A window ends after its start, but " + end + " is not after " + start + ".");
            }
        }
    }

    /**
     * The sums.
     *
     * @param opening balance before the first covered record
     * @param closing balance after the last; opening + credits + debits
     * @param credits sum of the positive deltas, zero or more
     * @param debits sum of the negative deltas, zero or less
     */
    public record Figures(Amount opening, Amount closing, Amount credits, Amount debits) {}

    /**
     * The covered records as a list.
     *
     * @param count how many
     * @param firstSequence sequence number of the first; 0 if there is none
     * @param lastSequence sequence number of the last; 0 if there is none
     * @param chainHead proof hash of the last, or of the last record before an empty window; {@link Hash#ZERO} without any
     * @param itemsRoot RFC 6962 root over their proof hashes, in order
     */
    public record Chain(long count, long firstSequence, long lastSequence, Hash chainHead, Hash itemsRoot) {}

    /** The bytes that are hashed, as docs/formats/checkpoint.md lays them out. */
    public byte[] bytes() {
        ByteSink sink = new ByteSink(CAPACITY).ascii(TAG).bytes(salt.bytes());
        id(window.tenantId(), "tenantId", sink);
        id(window.customerId(), "customerId", sink);
        sink.u64(window.start()).u64(window.end()).u8(window.mode().code()).u8(provisional ? 1 : 0);
        amount(figures.opening(), sink);
        amount(figures.closing(), sink);
        amount(figures.credits(), sink);
        amount(figures.debits(), sink);
        sink.u64(chain.count()).u64(chain.firstSequence()).u64(chain.lastSequence());
        sink.hash(chain.chainHead()).hash(chain.itemsRoot()).hash(previousCheckpoint);
        return sink.u64(issuedAt).toBytes();
    }

    /** SHA-256 of {@link #bytes}. */
    public Hash proofRoot() {
        byte[] bytes = bytes();
        return Sha256.hash(bytes, 0, bytes.length);
    }

    private static void amount(Amount amount, ByteSink sink) {
        byte[] fixed = new byte[AMOUNT_LENGTH];
        amount.writeFixed128(fixed, 0);
        sink.bytes(fixed);
    }

    private static void id(String text, String field, ByteSink sink) {
        int lengthAt = sink.length();
        sink.u16(0).utf8(text);
        int length = sink.length() - lengthAt - Short.BYTES;
        if (length > ID_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    field + " may have at most 65535 bytes as UTF-8, but this one has " + length + ".");
        }
        sink.putU16At(lengthAt, length);
    }
}
