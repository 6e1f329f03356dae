package dev.tallystick.server.index;

import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.scope.UtcMonth;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TreeHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The running tree over each account's records of each UTC month, so that sealing a month hashes nothing. The writer
 * only hands over proof hashes; a thread of this class hashes them, and so does whoever needs the result first.
 *
 * <pre>
 *   writer: add, publish --> queue --> drain: trees by account and month
 *   writer: snapshot -----------------------> rows of what changed, for the generation that is written
 * </pre>
 */
final class MonthRanges implements AutoCloseable {
    /** Trees held on the heap beyond those not yet on disk, at about 300 bytes each. */
    private static final int KEPT_MAX = 100_000;

    private static final int CHUNK_ROWS = 1_024;

    private final RocksStore store;
    private final Queue<Work> work = new ConcurrentLinkedQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("index-ranges").daemon(true).unstarted(this::run);
    private volatile boolean closing;

    /** Owned by the writer. */
    private Chunk chunk = new Chunk();

    private long monthStart;
    private long monthEnd;
    private int month;

    /** Guarded by this. */
    private final Map<Long, Tree> trees = new HashMap<>();

    /** Where one tree at a time grows. */
    private final CompactRange growing = new CompactRange();

    private List<Tree> changed = new ArrayList<>();
    private @Nullable RuntimeException failure;

    MonthRanges(RocksStore store) {
        this.store = store;
    }

    void start() {
        thread.start();
    }

    sealed interface Work {}

    /** Records of one group. */
    private static final class Chunk implements Work {
        private long[] keys = new long[CHUNK_ROWS];
        private Hash[] hashes = new Hash[CHUNK_ROWS];
        private int rows;

        void add(long key, Hash hash) {
            if (rows == keys.length) {
                keys = Arrays.copyOf(keys, rows * 2);
                hashes = Arrays.copyOf(hashes, rows * 2);
            }
            keys[rows] = key;
            hashes[rows] = hash;
            rows++;
        }
    }

    /** The trees that changed since the snapshot before, as rows in key order; there once the queue has been drained. */
    static final class Snapshot implements Work {
        private List<Map.Entry<byte[], byte[]>> rows = List.of();

        /** By whoever has drained the queue since. */
        List<Map.Entry<byte[], byte[]>> rows() {
            return rows;
        }
    }

    private static final class Tree {
        private final long key;
        private byte[] range;
        private boolean changed;

        Tree(long key, byte[] range) {
            this.key = key;
            this.range = range;
        }
    }

    private static long key(int account, int month) {
        return ((long) account << Integer.SIZE) | (month & 0xFFFFFFFFL);
    }

    /** By the writer. */
    void add(int account, DeltaRecorded delta) {
        long at = delta.recordedAt();
        if (at < monthStart || at >= monthEnd) {
            month = UtcMonth.of(at);
            monthStart = UtcMonth.start(month);
            monthEnd = UtcMonth.start(month + 1);
        }
        chunk.add(key(account, month), delta.proofHash());
    }

    /** By the writer, at the end of a group. */
    void publish() {
        if (chunk.rows > 0) {
            work.add(chunk);
            chunk = new Chunk();
            LockSupport.unpark(thread);
        }
    }

    /** By the writer, at the end of a group, once every earlier snapshot's rows are in RocksDB. */
    Snapshot snapshot() {
        Snapshot snapshot = new Snapshot();
        work.add(snapshot);
        return snapshot;
    }

    private void run() {
        try {
            while (!closing) {
                drain();
                LockSupport.park(this);
            }
        } catch (RuntimeException e) {
            // Kept, and thrown at whoever drains next: the flusher, which stops the writer, or a reader.
            System.getLogger(MonthRanges.class.getName())
                    .log(System.Logger.Level.ERROR, "the running roots cannot be kept", e);
        }
    }

    /** Works off what has been handed over so far. */
    synchronized void drain() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        try {
            for (Work next = work.poll(); next != null; next = work.poll()) {
                switch (next) {
                    case Chunk records -> append(records);
                    case Snapshot snapshot -> fill(snapshot);
                }
            }
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private void append(Chunk records) {
        for (int row = 0; row < records.rows; row++) {
            Tree tree = tree(records.keys[row]);
            growing.load(tree.range);
            growing.append(TreeHash.leaf(records.hashes[row]));
            tree.range = growing.toBytes();
            if (!tree.changed) {
                tree.changed = true;
                changed.add(tree);
            }
        }
    }

    private Tree tree(long key) {
        Tree tree = trees.get(key);
        if (tree == null) {
            tree = new Tree(key, stored(key));
            trees.put(key, tree);
        }
        return tree;
    }

    private byte[] stored(long key) {
        byte[] row = store.get(IndexKeys.range((int) (key >>> Integer.SIZE), (int) key));
        return row == null ? new CompactRange().toBytes() : row;
    }

    private void fill(Snapshot snapshot) {
        List<Tree> sorted = changed;
        sorted.sort((a, b) -> Long.compareUnsigned(a.key, b.key));
        List<Map.Entry<byte[], byte[]>> rows = new ArrayList<>(sorted.size());
        for (Tree tree : sorted) {
            rows.add(Map.entry(IndexKeys.range((int) (tree.key >>> Integer.SIZE), (int) tree.key), tree.range));
        }
        snapshot.rows = rows;
        changed = new ArrayList<>();
        if (trees.size() > KEPT_MAX) {
            // What did not change since the snapshot before this one is in RocksDB.
            trees.values().removeIf(tree -> !tree.changed);
        }
        for (Tree tree : sorted) {
            tree.changed = false;
        }
    }

    /** A copy of the tree of an account's month with everything published so far. Any thread. */
    synchronized CompactRange range(int account, int ofMonth) {
        drain();
        long key = key(account, ofMonth);
        Tree tree = trees.get(key);
        return CompactRange.fromBytes(tree == null ? stored(key) : tree.range);
    }

    /** By the writer, before RocksDB is closed. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
