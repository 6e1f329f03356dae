package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.ledger.state.BrokenInvariantException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups across the layers of the index, newest first: active generation, frozen generation, disk. Rows move only
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
    private final StoredFilters filters;
    private volatile Layers layers = new Layers(new Generation(), null);

    private volatile long visibleEvents;

    Lookups(RocksStore store, RecordedEvents recorded, StoredFilters filters) {
        this.store = store;
        this.recorded = recorded;
        this.filters = filters;
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

    /** By the flusher: what the frozen generation holds is found on disk now. */
    void ingested(Generation generation) {
        filters.ingested(generation);
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
        return filters.mayHoldAccount(key, scratch) ? storedHead(key) : null;
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
            long[] found = {-1};
            scanStored(account, sequence, sequence, (each, number) -> found[0] = number);
            event = found[0];
        }
        return event;
    }

    /** Hears of stored records. */
    private interface StoredRecords {
        void record(long sequence, long event);
    }

    /** Hands over those of an account's records from one sequence to another, both inclusive, that are in RocksDB. */
    private void scanStored(int account, long from, long to, StoredRecords visitor) {
        byte[] first = IndexKeys.records(account, from);
        store.scan(
                first,
                (key, value) -> RocksStore.startsWith(key, first, IndexKeys.ACCOUNT_BYTES)
                        && RecordRows.read(key, value, (sequence, event) -> {
                            if (sequence >= from && sequence <= to) {
                                visitor.record(sequence, event);
                            }
                            return sequence < to;
                        }));
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
            scanStored(
                    account,
                    from + firstMissing,
                    from + lastMissing,
                    (sequence, event) -> events[(int) (sequence - from)] = event);
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
}
