package dev.tallystick.ledger.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where rows wait, sorted into numbered partitions, until all have come. Whoever implements it decides where that is. For
 * one thread.
 *
 * @param <T> the rows
 */
public interface Shelf<T> {
    /** Adds a row to a partition, counted from 0. */
    void put(int partition, T row);

    /** Hands over the partition's rows in the order they were put. */
    void forEach(int partition, Consumer<T> visitor);

    /** One on the heap, for few rows. */
    static <T> Shelf<T> onHeap(int partitions) {
        List<List<T>> rows = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            rows.add(new ArrayList<>());
        }
        return new Shelf<>() {
            @Override
            public void put(int partition, T row) {
                rows.get(partition).add(row);
            }

            @Override
            public void forEach(int partition, Consumer<T> visitor) {
                rows.get(partition).forEach(visitor);
            }
        };
    }
}
