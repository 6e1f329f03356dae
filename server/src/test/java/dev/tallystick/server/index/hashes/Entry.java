package dev.tallystick.server.index.hashes;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** An entry of a model: what runs must say, kept in one sorted set. */
record Entry(long hash, long event) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
        int order = Long.compareUnsigned(hash, other.hash);
        return order != 0 ? order : Long.compare(event, other.event);
    }

    static Draft.Source source(TreeSet<Entry> sorted) {
        return entries -> {
            for (Entry entry : sorted) {
                entries.take(entry.hash, entry.event);
            }
        };
    }

    /** Every event under a hash, as a search hands them over. */
    static List<Long> found(HashRuns runs, HashKind kind, long hash) throws java.io.IOException {
        List<Long> events = new ArrayList<>();
        runs.find(kind, hash, event -> {
            events.add(event);
            return false;
        });
        events.sort(null);
        return events;
    }

    static List<Long> wanted(TreeSet<Entry> model, long hash) {
        return model.subSet(new Entry(hash, Long.MIN_VALUE), true, new Entry(hash, Long.MAX_VALUE), true).stream()
                .map(Entry::event)
                .toList();
    }
}
