package dev.tallystick.server.compare;

import dev.tallystick.ledger.compare.ClaimedRow;
import dev.tallystick.ledger.compare.RecordComparison;
import dev.tallystick.ledger.compare.RecordedRow;
import dev.tallystick.ledger.event.AmountCodec;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import org.jspecify.annotations.Nullable;

/** Shelves for a comparison of many rows; the bytes are private to one request. For one thread. */
public final class RowSpool implements AutoCloseable {
    /** A million rows make partitions of some 16,000: a few MiB on the heap at a time. */
    private static final int PARTITIONS = 64;

    private static final int NO_REFERENCE = 0xffff;

    private final SpoolFile file = new SpoolFile();
    private final RecordComparison.Shelves shelves =
            new RecordComparison.Shelves(PARTITIONS, claimedShelf(), recordedShelf(), claimedShelf(), recordedShelf());

    /** The shelves, empty at first. */
    public RecordComparison.Shelves shelves() {
        return shelves;
    }

    private SpoolShelf<ClaimedRow> claimedShelf() {
        return new SpoolShelf<>(PARTITIONS, file, RowSpool::encode, RowSpool::claimed);
    }

    private SpoolShelf<RecordedRow> recordedShelf() {
        return new SpoolShelf<>(PARTITIONS, file, RowSpool::encode, RowSpool::recorded);
    }

    private static void encode(ClaimedRow row, ByteSink sink) {
        sink.varint(row.line());
        reference(row.referenceId(), sink);
        AmountCodec.encode(row.delta(), sink);
        sink.u64(row.epochDay());
    }

    private static ClaimedRow claimed(ByteSource source) {
        long line = source.varint();
        String reference = reference(source);
        Amount delta = AmountCodec.decode(source);
        return new ClaimedRow(line, reference, delta, source.u64());
    }

    private static void encode(RecordedRow row, ByteSink sink) {
        sink.varint(row.event());
        reference(row.referenceId(), sink);
        AmountCodec.encode(row.delta(), sink);
        sink.u64(row.usageDay()).u64(row.windowDay());
    }

    private static RecordedRow recorded(ByteSource source) {
        long event = source.varint();
        String reference = reference(source);
        Amount delta = AmountCodec.decode(source);
        return new RecordedRow(event, reference, delta, source.u64(), source.u64());
    }

    private static void reference(@Nullable String reference, ByteSink sink) {
        int at = sink.length();
        sink.u16(NO_REFERENCE);
        if (reference != null) {
            sink.utf8(reference);
            sink.putU16At(at, sink.length() - at - 2);
        }
    }

    private static @Nullable String reference(ByteSource source) {
        int length = source.u16();
        return length == NO_REFERENCE ? null : source.utf8(length);
    }

    @Override
    public void close() {
        file.close();
    }
}
