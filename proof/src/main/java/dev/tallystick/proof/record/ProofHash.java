package dev.tallystick.proof.record;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256Hasher;

/**
 * The fingerprint of one record in its place: SHA-256 over salt, account, sequence, time, running balance, content hash
 * and the customer's preceding proof hash. The byte layout is in docs/formats/record.md.
 *
 * <p>The static method is for any thread. An instance keeps its buffers for the next record, for whoever hashes many; it is
 * for one thread at a time.
 */
public final class ProofHash {
    /** The ASCII domain tag at the start of the hashed bytes. */
    public static final String TAG = "tallystick:record:v1";

    /** Length of a salt in bytes. */
    public static final int SALT_LENGTH = 16;

    private static final int AMOUNT_LENGTH = 16;
    private static final int ID_LENGTH_MAX = 0xffff;
    private static final int CAPACITY = 256;

    private final ByteSink sink = new ByteSink(CAPACITY);
    private final byte[] fixed = new byte[AMOUNT_LENGTH];
    private final Sha256Hasher hasher = new Sha256Hasher();

    /** Makes a hasher of many records. */
    public ProofHash() {}

    /**
     * Hashes one record.
     *
     * @param salt16 sixteen random bytes
     * @param tenantId at most 65,535 bytes as UTF-8
     * @param customerId at most 65,535 bytes as UTF-8
     * @param sequence the record's number among its customer's, from 1
     * @param recordedAtMillis milliseconds since 1970-01-01T00:00:00Z
     * @param balance the running balance after this record
     * @param contentHash the hash of what the client sent
     * @param previousProofHash the customer's preceding proof hash; {@link Hash#ZERO} exactly when sequence is 1
     * @throws IllegalArgumentException if an argument is out of its range
     * @throws dev.tallystick.proof.amount.AmountException if the balance is 10^20 or more in magnitude
     */
    public static Hash of(
            byte[] salt16,
            String tenantId,
            String customerId,
            long sequence,
            long recordedAtMillis,
            Amount balance,
            Hash contentHash,
            Hash previousProofHash) {
        return new ProofHash()
                .next(
                        salt16,
                        tenantId,
                        customerId,
                        sequence,
                        recordedAtMillis,
                        balance,
                        contentHash,
                        previousProofHash);
    }

    /** Hashes the next record, as {@link #of} does. */
    public Hash next(
            byte[] salt16,
            String tenantId,
            String customerId,
            long sequence,
            long recordedAtMillis,
            Amount balance,
            Hash contentHash,
            Hash previousProofHash) {
        check(salt16, sequence, previousProofHash);
        sink.reset();
        sink.ascii(TAG).bytes(salt16);
        id(tenantId, "tenantId", sink);
        id(customerId, "customerId", sink);
        balance.writeFixed128(fixed, 0);
        sink.u64(sequence).u64(recordedAtMillis).bytes(fixed).hash(contentHash).hash(previousProofHash);
        return hasher.bytes(sink.array(), 0, sink.length()).finish();
    }

    private static void check(byte[] salt16, long sequence, Hash previousProofHash) {
        if (salt16.length != SALT_LENGTH) {
            throw new IllegalArgumentException("A salt has 16 bytes, but " + salt16.length + " were given.");
        }
        if (sequence < 1) {
            throw new IllegalArgumentException("A sequence starts at 1, but " + sequence + " was given.");
        }
        if (sequence == 1 && !previousProofHash.equals(Hash.ZERO)) {
            throw new IllegalArgumentException("The first record of a customer has no preceding proof hash, but "
                    + previousProofHash + " was given.");
        }
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
