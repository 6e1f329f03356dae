package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksIterator;

class RocksStoreTest {
    private static final byte[] VALUE = {1};

    @Test
    void aLentIteratorSeesWhatWasTakenInSinceItWasLastLent(@TempDir Path folder) {
        try (RocksStore store = RocksStore.open(folder)) {
            AtomicReference<RocksIterator> first = new AtomicReference<>();
            store.lend(rows -> {
                first.set(rows);
                return rows;
            });
            store.lend(again -> assertThat(again).isSameAs(first.get()));
            assertThat(has(store, 1)).isFalse();

            takeIn(store, 1);
            assertThat(has(store, 1)).isTrue();
            takeIn(store, 2);
            assertThat(has(store, 1)).isTrue();
            assertThat(has(store, 2)).isTrue();
            assertThat(has(store, 3)).isFalse();
        }
    }

    @Test
    void anIteratorThatIsOutIsNotLentTwiceAndSeesItsOwnMoment(@TempDir Path folder) {
        try (RocksStore store = RocksStore.open(folder)) {
            store.lend(outer -> {
                takeIn(store, 1);
                store.lend(inner -> {
                    assertThat(inner).isNotSameAs(outer);
                    return assertThat(at(inner, 1)).isTrue();
                });
                return assertThat(at(outer, 1)).isFalse();
            });
            assertThat(has(store, 1)).isTrue();
        }
    }

    @Test
    void anIteratorWhoseReaderFailedIsNotLentAgain(@TempDir Path folder) {
        try (RocksStore store = RocksStore.open(folder)) {
            AtomicReference<RocksIterator> failed = new AtomicReference<>();
            assertThatThrownBy(() -> store.lend(rows -> {
                        failed.set(rows);
                        throw new IllegalStateException("reader");
                    }))
                    .hasMessage("reader");
            assertThat(failed.get().isOwningHandle()).isFalse();
            assertThat(has(store, 1)).isFalse();
        }
    }

    private static boolean has(RocksStore store, int event) {
        return store.lend(rows -> at(rows, event));
    }

    private static boolean at(RocksIterator rows, int event) {
        rows.seek(key(event));
        return rows.isValid() && Arrays.equals(rows.key(), key(event));
    }

    private static void takeIn(RocksStore store, int event) {
        try (SortedFile file = store.newSortedFile()) {
            file.put(key(event), VALUE);
            file.finish();
            store.ingest(file);
        }
    }

    private static byte[] key(int event) {
        return IndexKeys.control(event);
    }
}
