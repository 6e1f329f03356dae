package dev.tallystick.server.index;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.ledger.event.Event.CustomerKeyRegistered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.CheckpointReader;
import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredCountersignature;
import dev.tallystick.ledger.state.BrokenInvariantException;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.statement.CheckpointStatement.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds checkpoints and countersignatures. The writer applies; any thread reads. */
final class CheckpointIndex implements CheckpointReader {
    private final LayeredRows rows;
    private final RecordedEvents recorded;
    private final Directory directory;
    private final Function<AccountKey, @Nullable AccountHead> heads;
    private final MonthRanges ranges;

    CheckpointIndex(
            LayeredRows rows,
            RecordedEvents recorded,
            Directory directory,
            Function<AccountKey, @Nullable AccountHead> heads,
            MonthRanges ranges) {
        this.rows = rows;
        this.recorded = recorded;
        this.directory = directory;
        this.heads = heads;
        this.ranges = ranges;
    }

    /** By the writer: takes in an event. */
    void apply(long number, Event.Sealing event) {
        switch (event) {
            case CheckpointSealed sealed -> {
                AccountHead head = heads.apply(sealed.account());
                if (head == null) {
                    throw new BrokenInvariantException(
                            "event " + number + " is a checkpoint of a customer without records");
                }
                byte[] event8 = IndexValues.number(number);
                byte[] window = window(sealed.statement().window());
                rows.put(CheckpointKeys.ofAccount(head.number(), number), window);
                rows.put(CheckpointKeys.ofTenant(sealed.tenantId(), number), window);
                rows.put(CheckpointKeys.byProofRoot(sealed.statement().proofRoot()), event8);
                rows.put(CheckpointKeys.byScope(new StoredCheckpoint(number, sealed).scope()), event8);
                rows.put(
                        CheckpointKeys.byItemsRoot(
                                head.number(), sealed.statement().chain().itemsRoot()),
                        event8);
            }
            case CheckpointCountersigned countersigned ->
                rows.put(CheckpointKeys.countersignature(countersigned.checkpoint(), number), new byte[0]);
        }
    }

    private static byte[] window(Window window) {
        return new ByteSink(16).u64(window.start()).u64(window.end()).toBytes();
    }

    private StoredCheckpoint load(long event) {
        if (recorded.event(event) instanceof CheckpointSealed sealed) {
            return new StoredCheckpoint(event, sealed);
        }
        throw new BrokenInvariantException("event " + event + " is not the checkpoint the index takes it for");
    }

    private @Nullable StoredCheckpoint find(byte[] key) {
        byte[] value = rows.get(key);
        return value == null ? null : load(IndexValues.number(value));
    }

    @Override
    public @Nullable StoredCheckpoint byEvent(String tenantId, long event) {
        return event < 0 || rows.get(CheckpointKeys.ofTenant(tenantId, event)) == null ? null : load(event);
    }

    @Override
    public @Nullable StoredCheckpoint byProofRoot(Hash proofRoot) {
        return find(CheckpointKeys.byProofRoot(proofRoot));
    }

    @Override
    public @Nullable StoredCheckpoint byItemsRoot(AccountKey account, Hash itemsRoot) {
        AccountHead head = heads.apply(account);
        return head == null ? null : find(CheckpointKeys.byItemsRoot(head.number(), itemsRoot));
    }

    @Override
    public @Nullable StoredCheckpoint byScope(SealedScope scope) {
        return find(CheckpointKeys.byScope(scope));
    }

    @Override
    public @Nullable StoredCheckpoint latest(AccountKey account) {
        AccountHead head = heads.apply(account);
        if (head == null) {
            return null;
        }
        List<Long> newest = new ArrayList<>(1);
        rows.scan(CheckpointKeys.account(head.number()), (key, value) -> {
            newest.add(CheckpointKeys.event(key));
            return false;
        });
        return newest.isEmpty() ? null : load(newest.getFirst());
    }

    @Override
    public CheckpointPage list(CheckpointFilter filter, long offset, int limit) {
        byte[] prefix = CheckpointKeys.tenant(filter.tenantId());
        String customerId = filter.customerId();
        if (customerId != null) {
            AccountHead head = heads.apply(new AccountKey(filter.tenantId(), customerId));
            if (head == null) {
                return new CheckpointPage(List.of(), 0);
            }
            prefix = CheckpointKeys.account(head.number());
        }
        Listing listing = new Listing(filter, offset, limit);
        rows.scan(prefix, listing::take);
        return new CheckpointPage(listing.page.stream().map(this::load).toList(), listing.matching);
    }

    /** Goes by what the rows say of the windows; only the page's own checkpoints are loaded. */
    private static final class Listing {
        private final CheckpointFilter filter;
        private final long offset;
        private final int limit;
        private final List<Long> page = new ArrayList<>();
        private long matching;

        Listing(CheckpointFilter filter, long offset, int limit) {
            this.filter = filter;
            this.offset = offset;
            this.limit = limit;
        }

        boolean take(byte[] key, byte[] value) {
            ByteSource window = new ByteSource(value);
            if (filter.holds(window.u64(), window.u64())) {
                if (matching >= offset && page.size() < limit) {
                    page.add(CheckpointKeys.event(key));
                }
                matching++;
            }
            return true;
        }
    }

    @Override
    public List<StoredCountersignature> countersignatures(StoredCheckpoint checkpoint) {
        List<StoredCountersignature> found = new ArrayList<>();
        for (long event : countersignatureEvents(checkpoint.event())) {
            CheckpointCountersigned countersigned = countersigned(event);
            CustomerKeyRegistered key = directory.customerKey(countersigned.keyId());
            if (key == null) {
                throw new BrokenInvariantException("event " + event + " names a key that was never registered");
            }
            found.add(new StoredCountersignature(event, countersigned, key));
        }
        return found;
    }

    private List<Long> countersignatureEvents(long checkpoint) {
        List<Long> events = new ArrayList<>();
        rows.scan(CheckpointKeys.countersignatures(checkpoint), (key, value) -> {
            events.add(new ByteSource(key, key.length - Long.BYTES, Long.BYTES).u64());
            return true;
        });
        return events;
    }

    private CheckpointCountersigned countersigned(long event) {
        if (recorded.event(event) instanceof CheckpointCountersigned countersigned) {
            return countersigned;
        }
        throw new BrokenInvariantException("event " + event + " is not the countersignature the index takes it for");
    }

    /** The key's signature under a checkpoint, or null. */
    @Nullable
    CheckpointCountersigned countersignature(long checkpoint, String keyId) {
        for (long event : countersignatureEvents(checkpoint)) {
            CheckpointCountersigned countersigned = countersigned(event);
            if (countersigned.keyId().equals(keyId)) {
                return countersigned;
            }
        }
        return null;
    }

    @Override
    public CompactRange monthRange(AccountHead head, int month) {
        return ranges.range(head.number(), month);
    }
}
