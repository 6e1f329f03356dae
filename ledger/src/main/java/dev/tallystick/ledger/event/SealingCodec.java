package dev.tallystick.ledger.event;

import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.ledger.event.Event.Sealing;
import dev.tallystick.ledger.event.Event.Stamp;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.MalformedBytesException;
import dev.tallystick.proof.statement.CheckpointStatement;
import dev.tallystick.proof.statement.CheckpointStatement.Chain;
import dev.tallystick.proof.statement.CheckpointStatement.Figures;
import dev.tallystick.proof.statement.CheckpointStatement.Mode;
import dev.tallystick.proof.statement.CheckpointStatement.Window;
import dev.tallystick.proof.statement.Countersignature;
import java.util.ArrayList;
import java.util.List;

/** The byte forms of events about checkpoints, after type, version and stamp. Stateless. */
final class SealingCodec {
    private static final int CAPACITY_MAX = 10_000;

    private SealingCodec() {}

    static void encode(Sealing event, ByteSink sink) {
        switch (event) {
            case CheckpointSealed sealed -> {
                statement(sealed.statement(), sink);
                if (sealed.statement().window().mode() == Mode.FINGERPRINTS) {
                    selected(sealed.selected(), sink);
                }
            }
            case CheckpointCountersigned countersigned -> {
                sink.varint(countersigned.checkpoint());
                Texts.write(sink, countersigned.keyId());
                sink.bytes(countersigned.signature().toBytes());
            }
        }
    }

    private static void statement(CheckpointStatement statement, ByteSink sink) {
        Window window = statement.window();
        Texts.write(sink, window.customerId());
        sink.u64(window.start());
        sink.u64(window.end());
        sink.u8(window.mode().code());
        sink.u8(statement.provisional() ? 1 : 0);
        Figures figures = statement.figures();
        AmountCodec.encode(figures.opening(), sink);
        AmountCodec.encode(figures.closing(), sink);
        AmountCodec.encode(figures.credits(), sink);
        AmountCodec.encode(figures.debits(), sink);
        Chain chain = statement.chain();
        sink.varint(chain.count());
        sink.varint(chain.firstSequence());
        sink.varint(chain.lastSequence());
        sink.hash(chain.chainHead());
        sink.hash(chain.itemsRoot());
        sink.hash(statement.previousCheckpoint());
    }

    /** Each as its distance to the one before, the first to 0. */
    private static void selected(List<Long> sequences, ByteSink sink) {
        sink.varint(sequences.size());
        long before = 0;
        for (long sequence : sequences) {
            sink.varint(sequence - before);
            before = sequence;
        }
    }

    static CheckpointSealed checkpointSealed(Stamp stamp, ByteSource source) {
        String customerId = Texts.read(source);
        int at = source.position();
        long start = source.u64();
        long end = source.u64();
        if (end <= start) {
            throw new MalformedBytesException(at, "a window from " + start + " to " + end + "; expected a later end");
        }
        int mode = source.u8();
        if (mode > Mode.FINGERPRINTS.code()) {
            throw new MalformedBytesException(source.position() - 1, "checkpoint mode " + mode + " is unknown");
        }
        Window window = new Window(
                stamp.tenantId(), customerId, start, end, mode == Mode.WINDOW.code() ? Mode.WINDOW : Mode.FINGERPRINTS);
        boolean provisional = Texts.flag(source, "provisional");
        Figures figures = new Figures(
                AmountCodec.decode(source),
                AmountCodec.decode(source),
                AmountCodec.decode(source),
                AmountCodec.decode(source));
        Chain chain = new Chain(source.varint(), source.varint(), source.varint(), source.hash(), source.hash());
        CheckpointStatement statement = new CheckpointStatement(
                stamp.salt(), window, provisional, figures, chain, source.hash(), stamp.recordedAt());
        return new CheckpointSealed(statement, window.mode() == Mode.FINGERPRINTS ? selected(source) : List.of());
    }

    private static List<Long> selected(ByteSource source) {
        int count = Texts.count(source);
        List<Long> sequences = new ArrayList<>(Math.min(count, CAPACITY_MAX));
        long sequence = 0;
        for (int i = 0; i < count; i++) {
            int at = source.position();
            long distance = source.varint();
            if (distance < 1 || sequence + distance < 0) {
                throw new MalformedBytesException(at, "a selected record that does not come after the one before");
            }
            sequence += distance;
            sequences.add(sequence);
        }
        return List.copyOf(sequences);
    }

    static CheckpointCountersigned checkpointCountersigned(Stamp stamp, ByteSource source) {
        return new CheckpointCountersigned(
                stamp, source.varint(), Texts.read(source), Countersignature.of(source.bytes(Countersignature.LENGTH)));
    }
}
