package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.AmountCodec;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.DayClose;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.read.TenantTotals;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.Hash;

/** Values in RocksDB; the layout is documented in {@code docs/formats/index.md}. */
final class IndexValues {
    /** Raised whenever keys or values change their layout: an index of another version is rebuilt. */
    static final int VERSION = 3;

    private IndexValues() {}

    /**
     * How far the index has come.
     *
     * @param nextEvent every event before this one is in it
     * @param accounts number of accounts
     * @param lastRecordedAt of the newest event, milliseconds since the epoch
     */
    record Meta(int version, long nextEvent, int accounts, long lastRecordedAt) {
        static final Meta EMPTY = new Meta(VERSION, 0, 0, 0);
    }

    static byte[] meta(Meta meta) {
        ByteSink sink = new ByteSink(24);
        sink.u32(meta.version());
        sink.u64(meta.nextEvent());
        sink.u32(meta.accounts());
        sink.u64(meta.lastRecordedAt());
        return sink.toBytes();
    }

    static Meta meta(byte[] value) {
        ByteSource source = new ByteSource(value, 0, value.length);
        return new Meta((int) source.u32(), source.u64(), (int) source.u32(), source.u64());
    }

    static void head(AccountHead head, ByteSink sink) {
        sink.u32(head.number());
        sink.hash(head.proofHash());
        sink.u64(head.firstAt());
        sink.u64(head.lastAt());
        sink.u64(head.lastEvent());
        position(head.position(), sink);
    }

    static AccountHead head(AccountKey key, byte[] value) {
        ByteSource source = new ByteSource(value, 0, value.length);
        int number = (int) source.u32();
        Hash proofHash = source.hash();
        long firstAt = source.u64();
        long lastAt = source.u64();
        long lastEvent = source.u64();
        Position position = position(source);
        return new AccountHead(
                number,
                key,
                position.sequence(),
                position.balance(),
                position.credits(),
                proofHash,
                firstAt,
                lastAt,
                lastEvent);
    }

    static void position(Position position, ByteSink sink) {
        sink.u64(position.sequence());
        AmountCodec.encode(position.balance(), sink);
        AmountCodec.encode(position.credits(), sink);
    }

    private static Position position(ByteSource source) {
        return new Position(source.u64(), AmountCodec.decode(source), AmountCodec.decode(source));
    }

    static DayClose day(byte[] key, byte[] value) {
        ByteSource day = new ByteSource(key, 5, 4);
        return new DayClose((int) day.u32(), position(new ByteSource(value, 0, value.length)));
    }

    static byte[] totals(TenantTotals totals) {
        ByteSink sink = new ByteSink(64);
        sink.u64(totals.customers());
        sink.u64(totals.deltas());
        sink.u64(totals.firstAt());
        sink.u64(totals.lastAt());
        AmountCodec.encode(totals.credits(), sink);
        AmountCodec.encode(totals.debits(), sink);
        return sink.toBytes();
    }

    static TenantTotals totals(byte[] value) {
        ByteSource source = new ByteSource(value, 0, value.length);
        long customers = source.u64();
        long deltas = source.u64();
        long firstAt = source.u64();
        long lastAt = source.u64();
        Amount credits = AmountCodec.decode(source);
        return new TenantTotals(customers, deltas, credits, AmountCodec.decode(source), firstAt, lastAt);
    }

    static byte[] number(long value) {
        return new ByteSink(8).u64(value).toBytes();
    }

    static long number(byte[] value) {
        return new ByteSource(value, 0, value.length).u64();
    }
}
