package dev.tallystick.server.http;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.CheckpointSealed;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.CheckpointReader;
import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredCountersignature;
import dev.tallystick.ledger.scope.UtcMonth;
import dev.tallystick.ledger.state.Directory;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.merkle.CompactRange;
import dev.tallystick.proof.merkle.TreeHash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Checkpoints in a list of events; every question is answered by going through all of them. */
final class ListedCheckpoints implements CheckpointReader {
    private final List<Event> events;
    private final Directory directory;

    ListedCheckpoints(List<Event> events, Directory directory) {
        this.events = events;
        this.directory = directory;
    }

    /** Newest first. */
    private List<StoredCheckpoint> all(Predicate<StoredCheckpoint> wanted) {
        List<StoredCheckpoint> found = new ArrayList<>();
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i) instanceof CheckpointSealed sealed) {
                StoredCheckpoint checkpoint = new StoredCheckpoint(i, sealed);
                if (wanted.test(checkpoint)) {
                    found.add(checkpoint);
                }
            }
        }
        return found;
    }

    private StoredCheckpoint newest(Predicate<StoredCheckpoint> wanted) {
        return all(wanted).stream().findFirst().orElse(null);
    }

    @Override
    public StoredCheckpoint byEvent(String tenantId, long event) {
        return newest(checkpoint ->
                checkpoint.event() == event && checkpoint.sealed().tenantId().equals(tenantId));
    }

    @Override
    public StoredCheckpoint byProofRoot(Hash proofRoot) {
        return newest(checkpoint -> checkpoint.statement().proofRoot().equals(proofRoot));
    }

    @Override
    public StoredCheckpoint byItemsRoot(AccountKey account, Hash itemsRoot) {
        return newest(checkpoint -> checkpoint.sealed().account().equals(account)
                && checkpoint.statement().chain().itemsRoot().equals(itemsRoot));
    }

    @Override
    public StoredCheckpoint byScope(SealedScope scope) {
        return newest(checkpoint -> checkpoint.scope().equals(scope));
    }

    @Override
    public StoredCheckpoint latest(AccountKey account) {
        return newest(checkpoint -> checkpoint.sealed().account().equals(account));
    }

    @Override
    public CheckpointPage list(CheckpointFilter filter, long offset, int limit) {
        List<StoredCheckpoint> found =
                all(checkpoint -> checkpoint.sealed().tenantId().equals(filter.tenantId())
                        && (filter.customerId() == null
                                || filter.customerId()
                                        .equals(checkpoint.sealed().account().customerId()))
                        && filter.holds(
                                checkpoint.statement().window().start(),
                                checkpoint.statement().window().end()));
        return new CheckpointPage(found.stream().skip(offset).limit(limit).toList(), found.size());
    }

    @Override
    public List<StoredCountersignature> countersignatures(StoredCheckpoint checkpoint) {
        List<StoredCountersignature> found = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof CheckpointCountersigned countersigned
                    && countersigned.checkpoint() == checkpoint.event()) {
                found.add(new StoredCountersignature(i, countersigned, directory.customerKey(countersigned.keyId())));
            }
        }
        return found;
    }

    @Override
    public CompactRange monthRange(AccountHead head, int month) {
        CompactRange range = new CompactRange();
        for (Event event : events) {
            if (event instanceof DeltaRecorded delta
                    && delta.account().equals(head.key())
                    && UtcMonth.of(delta.recordedAt()) == month) {
                range.append(TreeHash.leaf(delta.proofHash()));
            }
        }
        return range;
    }
}
