package dev.tallystick.server.index.hashes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.journal.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** An index's flusher as far as hashes go: adds generations, keeps the list, and knows in a plain set what must be found. */
final class RunStory {
    private static final Path FOLDER = Path.of("index");
    private static final int SOUGHT = 150;

    final SimulatedDisk disk;
    final Map<HashKind, TreeSet<Entry>> model = new EnumMap<>(HashKind.class);
    byte[] stored = {};
    private long events;

    RunStory(SimulatedDisk disk) {
        this.disk = disk;
        for (HashKind kind : HashKind.values()) {
            model.put(kind, new TreeSet<>());
        }
    }

    static HashRuns open(SimulatedDisk disk, byte[] listing) throws IOException {
        HashRuns runs = new HashRuns(new HashRuns.Place(disk, FOLDER, 0, () -> Long.MAX_VALUE));
        runs.load(listing);
        return runs;
    }

    /** A generation: entries of each kind, listed and published. */
    void add(HashRuns runs, long[] references, long[] proofs) throws IOException {
        Draft draft = runs.draft();
        Map<HashKind, TreeSet<Entry>> added = new EnumMap<>(HashKind.class);
        added.put(HashKind.REFERENCE, entries(references));
        added.put(HashKind.PROOF, entries(proofs));
        for (HashKind kind : HashKind.values()) {
            draft.write(kind, added.get(kind).size(), Entry.source(added.get(kind)));
        }
        stored = draft.listing();
        added.forEach((kind, entries) -> model.get(kind).addAll(entries));
        runs.publish(draft);
        runs.tidy(draft);
    }

    private TreeSet<Entry> entries(long[] hashes) {
        TreeSet<Entry> sorted = new TreeSet<>();
        for (long hash : hashes) {
            sorted.add(new Entry(hash, events++));
        }
        return sorted;
    }

    void check(HashRuns runs) throws IOException {
        for (HashKind kind : HashKind.values()) {
            List<Entry> all = new ArrayList<>();
            runs.forEach(kind, (hash, event) -> all.add(new Entry(hash, event)));
            assertThat(all).containsExactlyElementsOf(model.get(kind));
            List<Entry> some = new ArrayList<>(model.get(kind));
            Collections.shuffle(some, new Random(some.size()));
            for (Entry entry : some.subList(0, Math.min(SOUGHT, some.size()))) {
                for (long hash : new long[] {entry.hash(), entry.hash() - 1, entry.hash() + 1, ~entry.hash()}) {
                    assertThat(Entry.found(runs, kind, hash)).isEqualTo(Entry.wanted(model.get(kind), hash));
                }
                assertThat(runs.find(kind, entry.hash(), event -> event == entry.event()))
                        .isEqualTo(entry.event());
            }
        }
    }

    HashRuns open() throws IOException {
        return open(disk, stored);
    }

    /** The merging thread, if there is one, ends by itself. */
    static void awaitMerge() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("index-merge")) {
                thread.join();
            }
        }
    }
}
