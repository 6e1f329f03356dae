package dev.tallystick.server.index;

import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;

/** Keys of the rows about checkpoints; the layout is documented in {@code docs/formats/index.md}. */
final class CheckpointKeys {
    private static final byte ACCOUNT = 'a';
    private static final byte TENANT = 'b';
    private static final byte PROOF_ROOT = 'c';
    private static final byte SCOPE = 'd';
    private static final byte COUNTERSIGNATURE = 'e';
    private static final byte ITEMS_ROOT = 'g';

    private CheckpointKeys() {}

    /** All of an account's, newest first. */
    static byte[] account(int account) {
        return new ByteSink(5).u8(ACCOUNT).u32(account).toBytes();
    }

    static byte[] ofAccount(int account, long event) {
        return new ByteSink(13).u8(ACCOUNT).u32(account).u64(~event).toBytes();
    }

    /** All of a tenant's, newest first. */
    static byte[] tenant(String tenantId) {
        return new ByteSink(32).u8(TENANT).utf8(tenantId).u8(0).toBytes();
    }

    static byte[] ofTenant(String tenantId, long event) {
        return new ByteSink(32).u8(TENANT).utf8(tenantId).u8(0).u64(~event).toBytes();
    }

    /** The event number in a key of {@link #ofAccount} or {@link #ofTenant}. */
    static long event(byte[] key) {
        return ~new ByteSource(key, key.length - Long.BYTES, Long.BYTES).u64();
    }

    static byte[] byProofRoot(Hash proofRoot) {
        return new ByteSink(33).u8(PROOF_ROOT).hash(proofRoot).toBytes();
    }

    static byte[] byItemsRoot(int account, Hash itemsRoot) {
        return new ByteSink(37).u8(ITEMS_ROOT).u32(account).hash(itemsRoot).toBytes();
    }

    /** By a hash of all that makes the scope; it is never shortened, so that it decides. */
    static byte[] byScope(SealedScope scope) {
        ByteSink sink = new ByteSink(256);
        int at = sink.length();
        sink.u16(0).utf8(scope.account().tenantId());
        sink.putU16At(at, sink.length() - at - Short.BYTES);
        at = sink.length();
        sink.u16(0).utf8(scope.account().customerId());
        sink.putU16At(at, sink.length() - at - Short.BYTES);
        sink.u64(scope.start()).u64(scope.end());
        Hash selection = scope.selection();
        if (selection != null) {
            sink.hash(selection);
        }
        return new ByteSink(33)
                .u8(SCOPE)
                .hash(Sha256.hash(sink.array(), 0, sink.length()))
                .toBytes();
    }

    /** All of a checkpoint's, oldest first. */
    static byte[] countersignatures(long checkpoint) {
        return new ByteSink(9).u8(COUNTERSIGNATURE).u64(checkpoint).toBytes();
    }

    static byte[] countersignature(long checkpoint, long event) {
        return new ByteSink(17).u8(COUNTERSIGNATURE).u64(checkpoint).u64(event).toBytes();
    }
}
