package dev.tallystick.server.index;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.state.BrokenInvariantException;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.ledger.state.LedgerView;
import dev.tallystick.ledger.state.LookedUp;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.server.index.hashes.HashRuns;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The plane's index as its writer uses it: takes in recorded events and moves full generations to disk.
 *
 * <pre>
 *   events --> active generation (heap) --full--> frozen --sorted files--> runs of hashes, RocksDB
 * </pre>
 *
 * The writer never waits for the disk unless two generations fill up faster than one is written. Everything here but
 * {@link #reader} belongs to the writer thread, what {@link #view} answers included; others go through
 * {@link IndexReader}.
 */
public final class LedgerIndex implements AutoCloseable {
    /** Accounts kept on the heap beyond those not yet on disk: about 60 MB. */
    private static final int CACHED_ACCOUNTS_MAX = 200_000;

    private final RocksStore store;
    private final HashRuns runs;
    private final RecordedEvents recorded;
    private final Directory directory;
    private final int generationRows;
    private final Flusher flusher;
    private final StoredFilters filters;
    private final IndexReader reader;
    private final Lookups lookups;
    private final RecordsByHash byHash;
    private final MonthRanges ranges;
    private final WriterView view;
    private final Posting posting;

    /** Owned by the writer. */
    private long nextEvent;

    /** The position that is on disk, or on its way there. */
    private long writtenTo;

    private long lastRecordedAt;
    private long generationNumber;

    /** False while a group is half applied: what is on the heap then must not be written, as it has no totals yet. */
    private boolean groupEnded = true;

    /** Changed by the writer, read by all. */
    private final Accounts accounts;

    private final Map<String, TenantCounters> tenants = new ConcurrentHashMap<>();

    private LedgerIndex(
            RocksStore store,
            HashRuns runs,
            RecordedEvents recorded,
            Directory directory,
            int generationRows,
            int cachedAccountsMax) {
        this.store = store;
        this.runs = runs;
        this.recorded = recorded;
        this.directory = directory;
        this.generationRows = generationRows;
        this.filters = new StoredFilters(store, runs);
        this.lookups = new Lookups(store, recorded, filters);
        this.byHash = new RecordsByHash(store, recorded, lookups, runs);
        this.accounts = new Accounts(lookups, cachedAccountsMax);
        LayeredRows rows = new LayeredRows(lookups, store);
        LateUsageRows late = new LateUsageRows(rows);
        this.ranges = new MonthRanges(store);
        this.flusher = new Flusher(store, lookups, ranges, runs);
        CheckpointIndex checkpoints = new CheckpointIndex(rows, recorded, directory, accounts::head, ranges);
        this.reader = new IndexReader(accounts, tenants, store, lookups, byHash, recorded, late, checkpoints);
        this.view = new WriterView(accounts, lookups, byHash, reader, checkpoints, this::nextEvent);
        this.posting = new Posting(lookups, accounts, directory, tenants, late, ranges, checkpoints, view);
    }

    /**
     * Opens the index in a folder, empty or as far as it was written last; {@link #nextEvent} tells from where to replay.
     *
     * @param recorded reads the events the index points to
     * @param directory receives the tenants and keys of the events already in the index
     * @param generationRows deltas held on the heap before they are written, 1 to {@link Generation#MAX_ROWS}
     * @throws IndexDamagedException it cannot be read: delete the folder and open again
     */
    public static LedgerIndex open(Path folder, RecordedEvents recorded, Directory directory, int generationRows) {
        return open(folder, recorded, directory, generationRows, CACHED_ACCOUNTS_MAX);
    }

    /** The same with another bound for the accounts that are kept on the heap beyond those not yet on disk. */
    static LedgerIndex open(
            Path folder, RecordedEvents recorded, Directory directory, int generationRows, int cachedAccountsMax) {
        RocksStore store = RocksStore.open(folder);
        HashRuns runs = new HashRuns(HashRuns.Place.real(folder));
        LedgerIndex index = new LedgerIndex(store, runs, recorded, directory, generationRows, cachedAccountsMax);
        try {
            index.load();
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return index;
    }

    private void load() {
        byte[] stored = store.get(IndexKeys.meta());
        IndexValues.Meta meta = stored == null ? IndexValues.Meta.EMPTY : IndexValues.meta(stored);
        if (meta.version() != IndexValues.VERSION) {
            throw new IndexLayoutException(meta.version(), IndexValues.VERSION);
        }
        byHash.load(stored == null);
        nextEvent = meta.nextEvent();
        writtenTo = nextEvent;
        accounts.opened(meta.accounts());
        lastRecordedAt = meta.lastRecordedAt();
        lookups.visible(nextEvent);
        StoredState state = new StoredState(store, recorded);
        state.tenants(tenants);
        state.administration(directory);
        // Last, for a failure above closes RocksDB, which nobody may be reading then.
        filters.start(nextEvent);
        ranges.start();
    }

    /** The number of the first event that is not in the index. */
    public long nextEvent() {
        return nextEvent;
    }

    /** When the newest event in the index was recorded, milliseconds since the epoch; 0 if there is none. */
    public long lastRecordedAt() {
        return lastRecordedAt;
    }

    /** What deciding needs to know; for the writer. */
    public LedgerView view() {
        return view;
    }

    /** What everybody else reads. */
    public IndexReader reader() {
        return reader;
    }

    /** Takes in the next event. {@link #endGroup} makes totals visible; single records are visible at once. */
    public void apply(long number, Event event) {
        apply(number, event, LookedUp.NOTHING);
    }

    /** The same for an event that was decided just now, with what that looked up. */
    public void apply(long number, Event event, LookedUp found) {
        if (number != nextEvent) {
            throw new BrokenInvariantException("event " + number + " was applied where " + nextEvent + " was due");
        }
        if (event.recordedAt() < lastRecordedAt) {
            throw new BrokenInvariantException("event " + number + " was recorded at " + event.recordedAt()
                    + ", before the one preceding it at " + lastRecordedAt);
        }
        groupEnded = false;
        posting.post(number, event, found, generationNumber);
        lastRecordedAt = event.recordedAt();
        nextEvent = number + 1;
    }

    /** Ends a group of events: totals become visible, and a full generation goes to disk. */
    public void endGroup() {
        for (TenantCounters counters : tenants.values()) {
            counters.publish();
        }
        ranges.publish();
        lookups.visible(nextEvent);
        groupEnded = true;
        if (lookups.active().entries() >= generationRows) {
            freeze();
        }
    }

    private void freeze() {
        flusher.await();
        Frozen frozen = new Frozen(
                lookups.active(),
                generationNumber,
                new IndexValues.Meta(IndexValues.VERSION, nextEvent, accounts.opened(), lastRecordedAt),
                tenants,
                ranges.snapshot());
        writtenTo = nextEvent;
        accounts.evict(generationNumber);
        generationNumber++;
        lookups.freeze(frozen, frozen.generation().rows() >= generationRows);
        flusher.start(frozen);
    }

    /** Writes everything to disk and waits for it. */
    public void flush() {
        // Some events leave no entry, but the position moves on with them.
        if (!lookups.active().isEmpty() || nextEvent != writtenTo) {
            freeze();
        }
        flusher.await();
    }

    /** Entries that are only on the heap, the frozen generation's included. */
    int heapEntries() {
        Lookups.Layers layers = lookups.layers();
        Generation older = layers.older();
        return layers.active().entries() + (older == null ? 0 : older.entries());
    }

    /** SHA-256 over every key and value in order, each with its length: equal for equal histories. Flushes first. */
    public Hash digest() {
        flush();
        return IndexDigest.of(store, runs);
    }

    /**
     * Writes what is on the heap, so that the next start has nothing to replay, and frees everything. A group that was
     * half applied when the writer failed is left to that replay.
     */
    @Override
    public void close() {
        try {
            if (groupEnded) {
                flush();
            } else {
                flusher.await();
            }
        } finally {
            filters.close();
            ranges.close();
            try {
                byHash.close();
            } finally {
                store.close();
            }
        }
    }
}
