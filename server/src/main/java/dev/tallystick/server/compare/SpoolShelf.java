package dev.tallystick.server.compare;

import dev.tallystick.ledger.compare.Shelf;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A shelf that keeps the last rows of each partition on the heap and writes full blocks to a file, so that few rows cost
 * no file and many no memory. For one thread.
 */
final class SpoolShelf<T> implements Shelf<T> {
    /** A block; with 64 partitions and four shelves this makes at most 8 MiB on the heap. */
    static final int BLOCK_BYTES = 32 << 10;

    private static final int FIRST_BYTES = 256;

    private final SpoolFile file;
    private final BiConsumer<T, ByteSink> encode;
    private final Function<ByteSource, T> decode;
    private final List<Partition> partitions = new ArrayList<>();

    private record Block(long start, int length) {}

    private static final class Partition {
        private final List<Block> blocks = new ArrayList<>();
        private final ByteSink rows = new ByteSink(FIRST_BYTES);
    }

    SpoolShelf(int partitions, SpoolFile file, BiConsumer<T, ByteSink> encode, Function<ByteSource, T> decode) {
        this.file = file;
        this.encode = encode;
        this.decode = decode;
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new Partition());
        }
    }

    @Override
    public void put(int partition, T row) {
        Partition target = partitions.get(partition);
        encode.accept(row, target.rows);
        if (target.rows.length() >= BLOCK_BYTES) {
            long start = file.append(target.rows.array(), target.rows.length());
            target.blocks.add(new Block(start, target.rows.length()));
            target.rows.reset();
        }
    }

    @Override
    public void forEach(int partition, Consumer<T> visitor) {
        Partition source = partitions.get(partition);
        for (Block block : source.blocks) {
            byte[] bytes = new byte[block.length()];
            file.read(block.start(), bytes, block.length());
            visit(new ByteSource(bytes), visitor);
        }
        visit(new ByteSource(source.rows.array(), 0, source.rows.length()), visitor);
    }

    private void visit(ByteSource rows, Consumer<T> visitor) {
        while (rows.remaining() > 0) {
            visitor.accept(decode.apply(rows));
        }
    }
}
