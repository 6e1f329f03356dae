package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.event.Event.CustomerSettingsChanged;
import dev.tallystick.ledger.event.Event.DeltaRecorded;
import dev.tallystick.ledger.event.Event.RequestAnswered;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.ReferenceKey;
import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.ledger.read.StoredCheckpoint;
import dev.tallystick.ledger.read.StoredDelta;
import dev.tallystick.proof.record.Salt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events decided since the last append, and what they change, laid over the recorded state: a later command of the
 * same group sees the earlier ones, though none is durable yet. A group can in turn lie under the next one, which is
 * decided while this one is being stored. Writer only.
 */
final class Group implements LedgerView {
    private record Request(String tenantId, String key) {}

    private final List<Event> events = new ArrayList<>();

    /** One for each event. */
    private final List<LookedUp> lookedUp = new ArrayList<>();

    private final Map<AccountKey, AccountHead> heads = new HashMap<>();
    private final Map<ReferenceKey, StoredDelta> references = new HashMap<>();
    private final Map<Request, RequestAnswered> requests = new HashMap<>();
    private final Map<AccountKey, CustomerSettingsChanged> customers = new HashMap<>();
    private final GroupCheckpoints checkpoints = new GroupCheckpoints();
    private final Entropy entropy;

    /** What this group's events come on top of. */
    private LedgerView below;

    private long firstEvent;
    private long now;

    Group(LedgerView recorded, Entropy entropy) {
        this.below = recorded;
        this.entropy = entropy;
    }

    void start(LedgerView below, long nextEvent, long now) {
        this.below = below;
        firstEvent = nextEvent;
        this.now = now;
        events.clear();
        lookedUp.clear();
        heads.clear();
        references.clear();
        requests.clear();
        customers.clear();
        checkpoints.clear();
    }

    /** What lay below has become part of {@code recorded}. */
    void lieOver(LedgerView recorded) {
        below = recorded;
    }

    List<Event> events() {
        return events;
    }

    List<LookedUp> lookedUp() {
        return lookedUp;
    }

    /** When the group's events are recorded, milliseconds since the epoch. */
    long now() {
        return now;
    }

    Salt salt() {
        byte[] salt = new byte[Salt.LENGTH];
        entropy.fill(salt);
        return new Salt(salt);
    }

    /** What the group's next event of this tenant begins with. */
    Event.Stamp stamp(String tenantId) {
        return new Event.Stamp(now, salt(), tenantId);
    }

    long nextEvent() {
        return firstEvent + events.size();
    }

    void add(Event event) {
        if (event instanceof Event.Sealing sealing) {
            checkpoints.add(nextEvent(), sealing);
        }
        events.add(event);
        lookedUp.add(LookedUp.NOTHING);
        if (event instanceof RequestAnswered answered) {
            requests.put(new Request(answered.tenantId(), answered.key()), answered);
        }
        if (event instanceof CustomerSettingsChanged changed) {
            customers.put(changed.account(), changed);
        }
    }

    void add(DeltaRecorded delta, LookedUp found) {
        long event = nextEvent();
        ReferenceKey reference = found.reference();
        if (reference != null) {
            references.put(reference, new StoredDelta(event, delta));
        }
        AccountHead before = found.account();
        // The number of a new account is -1 until the index gives it one.
        AccountHead head = AccountHead.after(before, before == null ? -1 : before.number(), delta, event);
        heads.put(head.key(), head);
        events.add(delta);
        lookedUp.add(found);
    }

    @Override
    public @Nullable AccountHead account(AccountKey key) {
        AccountHead head = heads.get(key);
        return head != null ? head : below.account(key);
    }

    @Override
    public @Nullable StoredDelta recordByReference(ReferenceKey reference) {
        StoredDelta pending = references.get(reference);
        return pending != null ? pending : below.recordByReference(reference);
    }

    @Override
    public @Nullable StoredDelta record(String tenantId, long event) {
        if (event < firstEvent) {
            return below.record(tenantId, event);
        }
        if (event < nextEvent()
                && events.get((int) (event - firstEvent)) instanceof DeltaRecorded delta
                && delta.tenantId().equals(tenantId)) {
            return new StoredDelta(event, delta);
        }
        return null;
    }

    @Override
    public @Nullable RequestAnswered answered(String tenantId, String key) {
        RequestAnswered pending = requests.get(new Request(tenantId, key));
        return pending != null ? pending : below.answered(tenantId, key);
    }

    /** What an event of the group set for this customer, or null. */
    @Nullable
    CustomerSettingsChanged customer(AccountKey key) {
        return customers.isEmpty() ? null : customers.get(key);
    }

    /** Customers for whom the group set something. */
    int customers() {
        return customers.size();
    }

    /** The account's record with this sequence number, or null; as far as the group goes, by looking through it. */
    @Override
    public @Nullable StoredDelta record(AccountKey key, long sequence) {
        StoredDelta found = below.record(key, sequence);
        for (int i = 0; found == null && i < events.size(); i++) {
            if (events.get(i) instanceof DeltaRecorded delta
                    && delta.sequence() == sequence
                    && delta.account().equals(key)) {
                return new StoredDelta(firstEvent + i, delta);
            }
        }
        return found;
    }

    @Override
    public @Nullable StoredCheckpoint checkpoint(String tenantId, long event) {
        return event < firstEvent ? below.checkpoint(tenantId, event) : checkpoints.byEvent(tenantId, event);
    }

    @Override
    public @Nullable StoredCheckpoint checkpoint(SealedScope scope) {
        StoredCheckpoint pending = checkpoints.byScope(scope);
        return pending != null ? pending : below.checkpoint(scope);
    }

    @Override
    public @Nullable StoredCheckpoint latestCheckpoint(AccountKey key) {
        StoredCheckpoint pending = checkpoints.latest(key);
        return pending != null ? pending : below.latestCheckpoint(key);
    }

    @Override
    public @Nullable CheckpointCountersigned countersignature(long checkpoint, String keyId) {
        CheckpointCountersigned pending = checkpoints.countersignature(checkpoint, keyId);
        return pending != null ? pending : below.countersignature(checkpoint, keyId);
    }

    /** Whether an event of the group revokes this API key. */
    boolean revokes(String keyId) {
        for (Event event : events) {
            if (event instanceof Event.ApiKeyRevoked revoked && revoked.keyId().equals(keyId)) {
                return true;
            }
        }
        return false;
    }

    /** The revocation of a customer's key, of this group or from before, or null. */
    Event.@Nullable CustomerKeyRevoked customerKeyRevoked(String keyId, Directory directory) {
        for (Event event : events) {
            if (event instanceof Event.CustomerKeyRevoked revoked
                    && revoked.keyId().equals(keyId)) {
                return revoked;
            }
        }
        return directory.customerKeyRevoked(keyId);
    }

    /** Forgets the events from number {@code event} on: those of a command that came to nothing midway. */
    void truncate(long event) {
        int keep = (int) (event - firstEvent);
        if (keep == events.size()) {
            return;
        }
        List<Event> kept = new ArrayList<>(events.subList(0, keep));
        List<LookedUp> found = new ArrayList<>(lookedUp.subList(0, keep));
        start(below, firstEvent, now);
        for (int i = 0; i < keep; i++) {
            if (kept.get(i) instanceof DeltaRecorded delta) {
                add(delta, found.get(i));
            } else {
                add(kept.get(i));
            }
        }
    }
}
