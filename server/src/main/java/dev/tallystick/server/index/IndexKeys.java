package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.proof.bytes.ByteSink;
import java.nio.charset.StandardCharsets;

/**
 * Keys in RocksDB: a tag byte, then fixed-width big-endian fields, so that byte order is the order of the fields. The
 * layout is documented in {@code docs/formats/index.md}.
 */
final class IndexKeys {
    /** tenant, customer -> account head. */
    static final byte ACCOUNT = 'A';
    /** account number, day -> closing position. */
    static final byte DAY = 'D';
    /** the runs of hashes ({@link dev.tallystick.server.index.hashes.HashRuns}). */
    static final byte RUNS = 'H';
    /** hash of tenant and idempotency key -> event. */
    static final byte REQUEST = 'I';
    /** applied position and counters. */
    static final byte META = 'M';
    /** tenant -> totals. */
    static final byte TENANT = 'N';
    /** account number, sequence of the last of some records in a row -> their events. */
    static final byte RECORD = 'R';
    /** tenant, month -> number of deltas. */
    static final byte USAGE = 'U';
    /** event number of a tenant or key event -> nothing. */
    static final byte CONTROL = 'X';
    /** account number, month -> running tree. Rows about checkpoints ({@link CheckpointKeys}) come after. */
    static final byte RANGE = 'Z';

    /** Tag and account number, which a {@link #RECORD} or {@link #DAY} key begins with. */
    static final int ACCOUNT_BYTES = 5;

    private IndexKeys() {}

    static byte[] account(AccountKey key) {
        return accountPrefix(key.tenantId(), key.customerId());
    }

    /** All accounts of a tenant whose customer id begins with {@code customerId}. */
    static byte[] accountPrefix(String tenantId, String customerId) {
        ByteSink sink = new ByteSink(tenantId.length() + customerId.length() + 2);
        sink.u8(ACCOUNT);
        sink.utf8(tenantId);
        sink.u8(0);
        sink.utf8(customerId);
        return sink.toBytes();
    }

    /** Whom a whole key made by {@link #account} is of. */
    static AccountKey accountOf(byte[] key) {
        int end = 1;
        while (key[end] != 0) {
            end++;
        }
        return new AccountKey(
                new String(key, 1, end - 1, StandardCharsets.US_ASCII),
                new String(key, end + 1, key.length - end - 1, StandardCharsets.US_ASCII));
    }

    static byte[] day(int account, long epochDay) {
        ByteSink sink = new ByteSink(9);
        sink.u8(DAY);
        sink.u32(account);
        sink.u32((int) epochDay);
        return sink.toBytes();
    }

    static byte[] records(int account, long lastSequence) {
        ByteSink sink = new ByteSink(ACCOUNT_BYTES + Long.BYTES);
        sink.u8(RECORD);
        sink.u32(account);
        sink.u64(lastSequence);
        return sink.toBytes();
    }

    static byte[] runs() {
        return new byte[] {RUNS};
    }

    static byte[] request(byte[] hash) {
        ByteSink sink = new ByteSink(33);
        sink.u8(REQUEST);
        sink.bytes(hash);
        return sink.toBytes();
    }

    static byte[] meta() {
        return new byte[] {META};
    }

    static byte[] tenant(String tenantId) {
        ByteSink sink = new ByteSink(tenantId.length() + 1);
        sink.u8(TENANT);
        sink.utf8(tenantId);
        return sink.toBytes();
    }

    static byte[] usage(String tenantId, int month) {
        ByteSink sink = new ByteSink(tenantId.length() + 5);
        sink.u8(USAGE);
        sink.utf8(tenantId);
        sink.u32(month);
        return sink.toBytes();
    }

    static byte[] range(int account, int month) {
        return new ByteSink(9).u8(RANGE).u32(account).u32(month).toBytes();
    }

    static byte[] control(long event) {
        ByteSink sink = new ByteSink(9);
        sink.u8(CONTROL);
        sink.u64(event);
        return sink.toBytes();
    }
}
