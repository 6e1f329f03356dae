package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.state.BrokenInvariantException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.Hash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * Look-ups across the layers of the index, newest first: active generation, frozen generation, RocksDB. Rows move only
 * from newer to older layers and are in the older one before they leave the newer, so asking in this order misses
 * nothing. Any thread, but for the methods named after the writer.
 */
final class Lookups {
    /** The heap layers at an instant. */
    record Layers(Generation active, @Nullable Frozen frozen) {
        @Nullable
        Generation older() {
            return frozen == null ? null : frozen.generation();
        }
    }

    private final RocksStore store;
    private final RecordedEvents recorded;
    private volatile Layers layers = new Layers(new Generation(), null);

    private volatile long visibleEvents;

    /** Counts the sorted files taken in; an iterator made before the newest one does not see its rows. */
    private final AtomicInteger ingests = new AtomicInteger();

    /** For about 180 million references. */
    private static final long REFERENCE_FILTER_BYTES_MAX = 256L << 20;

    /** For about 45 million accounts. */
    private static final long ACCOUNT_FILTER_BYTES_MAX = 64L << 20;

    private final HashFilter references = new HashFilter(REFERENCE_FILTER_BYTES_MAX);
    private final HashFilter accounts = new HashFilter(ACCOUNT_FILTER_BYTES_MAX);

    /** Owned by the writer. */
    private @Nullable RocksIterator writerRows;

    private int writerRowsSee;

    Lookups(RocksStore store, RecordedEvents recorded) {
        this.store = store;
        this.recorded = recorded;
    }

    /** By the writer: every event before this one has been applied as part of a finished group. */
    void visible(long nextEvent) {
        visibleEvents = nextEvent;
    }

    long visibleEvents() {
        return visibleEvents;
    }

    Generation active() {
        return layers.active();
    }

    Layers layers() {
        return layers;
    }

    /** By the writer: from now on entries go to an empty generation. */
    void freeze(Frozen frozen, boolean full) {
        // A generation that filled up promises that the next one will; after an idle flush it starts small again.
        layers = new Layers(new Generation(full ? frozen.generation().rows() : 0), frozen);
    }

    /** By the flusher: the frozen generation's rows are in RocksDB now. */
    void ingested(Generation generation) {
        long[] hashes = generation.columns().reference;
        for (int row = 0; row < generation.rows(); row++) {
            if (hashes[row] != Generation.NONE) {
                references.add(hashes[row]);
            }
        }
        ByteSink scratch = new ByteSink(256);
        generation.newAccounts().forEach(key -> accounts.add(ReferenceHash.of(key, scratch)));
        ingests.incrementAndGet();
        layers = new Layers(layers.active(), null);
    }

    @Nullable
    AccountHead storedHead(AccountKey key) {
        byte[] value = store.get(IndexKeys.account(key));
        return value == null ? null : IndexValues.head(key, value);
    }

    /**
     * The same from the writer, which asks once for every new customer. Only for accounts that are not on the heap: the
     * filter knows those on disk.
     */
    @Nullable
    AccountHead storedHeadFromWriter(AccountKey key, ByteSink scratch) {
        return accounts.mayContain(ReferenceHash.of(key, scratch)) ? storedHead(key) : null;
    }

    /** The event number of an account's record, or -1. */
    long eventBySequence(int account, long sequence) {
        Layers now = layers;
        long event = now.active().eventBySequence(account, sequence);
        Generation older = now.older();
        if (event < 0 && older != null) {
            event = older.eventBySequence(account, sequence);
        }
        if (event < 0) {
            byte[] value = store.get(IndexKeys.record(account, sequence));
            event = value == null ? -1 : IndexValues.number(value);
        }
        return event;
    }

    /** The event numbers of an account's records from one sequence to another, both inclusive; -1 where there is none. */
    long[] eventsBySequence(int account, long from, long to) {
        long[] events = new long[(int) (to - from + 1)];
        long first = eventBySequence(account, from);
        if (first >= 0 && eventBySequence(account, to) - first == to - from) {
            // As events ascend with the sequence, there is no other event between the two.
            Arrays.setAll(events, i -> first + i);
            return events;
        }
        Layers now = layers;
        Generation older = now.older();
        int firstMissing = events.length;
        int lastMissing = -1;
        for (int i = 0; i < events.length; i++) {
            long event = now.active().eventBySequence(account, from + i);
            events[i] = event < 0 && older != null ? older.eventBySequence(account, from + i) : event;
            if (events[i] < 0) {
                firstMissing = Math.min(firstMissing, i);
                lastMissing = i;
            }
        }
        if (lastMissing >= 0) {
            long last = from + lastMissing;
            store.scan(IndexKeys.record(account, from + firstMissing), (key, value) -> {
                ByteSource row = new ByteSource(key, 0, key.length);
                boolean wanted = key.length == IndexKeys.RECORD_BYTES && row.u8() == IndexKeys.RECORD;
                if (!wanted || row.u32() != Integer.toUnsignedLong(account)) {
                    return false;
                }
                long sequence = row.u64();
                if (sequence <= last) {
                    events[(int) (sequence - from)] = IndexValues.number(value);
                }
                return sequence < last;
            });
        }
        return events;
    }

    /** The answer kept under an idempotency key, or null; {@code scratch} is the caller's. */
    @Nullable
    RequestAnswered answered(String tenantId, String idempotencyKey, ByteSink scratch) {
        Long event = request(ReferenceHash.ofRequest(tenantId, idempotencyKey, scratch));
        if (event == null) {
            return null;
        }
        if (recorded.event(event) instanceof RequestAnswered answered
                && answered.tenantId().equals(tenantId)
                && answered.key().equals(idempotencyKey)) {
            return answered;
        }
        throw new BrokenInvariantException("event " + event + " is not the answer the index takes it for");
    }

    private @Nullable Long request(Hash requestKey) {
        Layers now = layers;
        Long event = now.active().answered(requestKey);
        Generation older = now.older();
        if (event == null && older != null) {
            event = older.answered(requestKey);
        }
        if (event == null) {
            byte[] value = store.get(IndexKeys.request(requestKey.toBytes()));
            event = value == null ? null : (Long) IndexValues.number(value);
        }
        return event;
    }

    /** The tenant's record with this event number, if it is one of the first {@code events}; or null. */
    @Nullable
    StoredDelta record(String tenantId, long event, long events) {
        return event >= 0
                        && event < events
                        && recorded.event(event) instanceof DeltaRecorded delta
                        && delta.tenantId().equals(tenantId)
                ? new StoredDelta(event, delta)
                : null;
    }

    @Nullable
    StoredDelta byReference(AccountKey key, String referenceId, long hash) {
        Confirmation confirmation = ofReference(key, referenceId);
        Layers now = layers;
        Generation older = now.older();
        if (now.active().eventByReference(hash, confirmation) < 0
                && (older == null || older.eventByReference(hash, confirmation) < 0)) {
            storedByHash(IndexKeys.REFERENCE, hash, confirmation);
        }
        return confirmation.found;
    }

    /** The same from the writer, which keeps one iterator instead of making one for each look-up. */
    @Nullable
    StoredDelta byReferenceFromWriter(AccountKey key, String referenceId, long hash) {
        Confirmation confirmation = ofReference(key, referenceId);
        Layers now = layers;
        Generation older = now.older();
        if (now.active().eventByReference(hash, confirmation) < 0
                && (older == null || older.eventByReference(hash, confirmation) < 0)
                && references.mayContain(hash)) {
            seek(writerRows(), IndexKeys.REFERENCE, hash, confirmation);
        }
        return confirmation.found;
    }

    @Nullable
    StoredDelta byProofHash(Hash proofHash) {
        long hash = Generation.hash(proofHash.prefix());
        Confirmation confirmation = new Confirmation(delta -> delta.proofHash().equals(proofHash));
        Layers now = layers;
        Generation older = now.older();
        if (now.active().eventByProof(hash, confirmation) < 0
                && (older == null || older.eventByProof(hash, confirmation) < 0)) {
            storedByHash(IndexKeys.PROOF, hash, confirmation);
        }
        return confirmation.found;
    }

    private Confirmation ofReference(AccountKey key, String referenceId) {
        return new Confirmation(delta -> delta.item().customerId().equals(key.customerId())
                && delta.tenantId().equals(key.tenantId())
                && referenceId.equals(delta.item().referenceId()));
    }

    private void storedByHash(byte tag, long hash, Confirmation confirmation) {
        store.lend(rows -> seek(rows, tag, hash, confirmation));
    }

    private void seek(RocksIterator rows, byte tag, long hash, Confirmation confirmation) {
        byte[] from = IndexKeys.hashed(tag, hash, 0);
        for (rows.seek(from); rows.isValid(); rows.next()) {
            byte[] key = rows.key();
            if (!RocksStore.startsWith(key, from, IndexKeys.PREFIX_LENGTH)
                    || confirmation.test(new ByteSource(key, IndexKeys.PREFIX_LENGTH, 8).u64())) {
                return;
            }
        }
        store.requireIntact(rows);
    }

    private RocksIterator writerRows() {
        int newest = ingests.get();
        RocksIterator rows = writerRows;
        if (rows == null || writerRowsSee != newest) {
            if (rows != null) {
                rows.close();
            }
            rows = store.prefixIterator();
            writerRows = rows;
            writerRowsSee = newest;
        }
        return rows;
    }

    /** Tells the filters all references and accounts stored so far, while everything else already works. */
    void loadFilters(BooleanSupplier stopped) {
        ByteSink scratch = new ByteSink(256);
        store.scan(new byte[] {IndexKeys.ACCOUNT}, (key, value) -> {
            if (key[0] != IndexKeys.ACCOUNT) {
                return false;
            }
            accounts.add(ReferenceHash.of(IndexKeys.accountOf(key), scratch));
            return !stopped.getAsBoolean();
        });
        if (!stopped.getAsBoolean()) {
            accounts.complete();
        }
        store.scan(new byte[] {IndexKeys.REFERENCE}, (key, value) -> {
            if (key[0] != IndexKeys.REFERENCE) {
                return false;
            }
            references.add(new ByteSource(key, 1, 8).u64());
            return !stopped.getAsBoolean();
        });
        if (!stopped.getAsBoolean()) {
            references.complete();
        }
    }

    Hash digest() {
        store.requireChecksums();
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            ByteBuffer length = ByteBuffer.allocate(8);
            store.scan(new byte[0], (key, value) -> {
                length.clear().putInt(key.length).putInt(value.length);
                sha.update(length.array());
                sha.update(key);
                sha.update(value);
                return true;
            });
            return Hash.of(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** By the writer. */
    void close() {
        RocksIterator rows = writerRows;
        if (rows != null) {
            rows.close();
            writerRows = null;
        }
    }

    /** Loads a candidate and compares the whole of it; keeps the one that was meant. */
    private final class Confirmation implements LongPredicate {
        private final Predicate<DeltaRecorded> meant;
        private @Nullable StoredDelta found;

        Confirmation(Predicate<DeltaRecorded> meant) {
            this.meant = meant;
        }

        @Override
        public boolean test(long event) {
            if (recorded.event(event) instanceof DeltaRecorded delta && meant.test(delta)) {
                found = new StoredDelta(event, delta);
                return true;
            }
            return false;
        }
    }
}
