package dev.tallystick.server.index;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are kept whole, key and value, in every layer of the index: for what is recorded seldom. Asked from newer to
 * older layers, as {@link Lookups} explains. Any thread reads.
 */
final class LayeredRows {
    private final Lookups lookups;
    private final RocksStore store;

    LayeredRows(Lookups lookups, RocksStore store) {
        this.lookups = lookups;
        this.store = store;
    }

    byte @Nullable [] get(byte[] key) {
        Lookups.Layers layers = lookups.layers();
        byte[] value = layers.active().wholeRows().get(key);
        Generation older = layers.older();
        if (value == null && older != null) {
            value = older.wholeRows().get(key);
        }
        return value == null ? store.get(key) : value;
    }

    /** By the writer. */
    void put(byte[] key, byte[] value) {
        lookups.active().wholeRows().put(key, value);
    }

    /** Hands over the rows whose keys begin with {@code prefix}, in order, while the visitor answers true. */
    void scan(byte[] prefix, BiPredicate<byte[], byte[]> visitor) {
        Lookups.Layers layers = lookups.layers();
        TreeMap<byte[], byte[]> heap = new TreeMap<>(Arrays::compareUnsigned);
        Generation older = layers.older();
        if (older != null) {
            collect(older.wholeRows(), prefix, heap);
        }
        collect(layers.active().wholeRows(), prefix, heap);
        Merge merge = new Merge(heap.entrySet().iterator(), visitor);
        store.scan(
                prefix, (key, value) -> RocksStore.startsWith(key, prefix, prefix.length) && merge.stored(key, value));
        merge.rest();
    }

    private static void collect(NavigableMap<byte[], byte[]> rows, byte[] prefix, Map<byte[], byte[]> found) {
        for (Map.Entry<byte[], byte[]> row : rows.tailMap(prefix, true).entrySet()) {
            if (!RocksStore.startsWith(row.getKey(), prefix, prefix.length)) {
                return;
            }
            found.put(row.getKey(), row.getValue());
        }
    }

    /** Puts rows on the heap between those on disk; of two with one key the one on the heap counts. */
    private static final class Merge {
        private final Iterator<Map.Entry<byte[], byte[]>> heap;
        private final BiPredicate<byte[], byte[]> visitor;
        private Map.@Nullable Entry<byte[], byte[]> next;
        private boolean wanted = true;

        Merge(Iterator<Map.Entry<byte[], byte[]>> heap, BiPredicate<byte[], byte[]> visitor) {
            this.heap = heap;
            this.visitor = visitor;
            advance();
        }

        private void advance() {
            next = heap.hasNext() ? heap.next() : null;
        }

        boolean stored(byte[] key, byte[] value) {
            int order = 1;
            for (Map.Entry<byte[], byte[]> row = next; wanted && row != null; row = next) {
                order = Arrays.compareUnsigned(row.getKey(), key);
                if (order > 0) {
                    break;
                }
                wanted = visitor.test(row.getKey(), row.getValue());
                advance();
                if (order == 0) {
                    return wanted;
                }
            }
            wanted = wanted && visitor.test(key, value);
            return wanted;
        }

        void rest() {
            for (Map.Entry<byte[], byte[]> row = next; wanted && row != null; row = next) {
                wanted = visitor.test(row.getKey(), row.getValue());
                advance();
            }
        }
    }
}
