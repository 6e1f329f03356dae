package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.Event.CheckpointCountersigned;
import dev.tallystick.ledger.read.SealedScope;
import dev.tallystick.ledger.read.StoredCheckpoint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checkpoints and countersignatures of a group that is being decided. Writer only. */
final class GroupCheckpoints {
    private record Signature(long checkpoint, String keyId) {}

    private final Map<Long, StoredCheckpoint> byEvent = new HashMap<>();
    private final Map<SealedScope, StoredCheckpoint> byScope = new HashMap<>();
    private final Map<AccountKey, StoredCheckpoint> latest = new HashMap<>();
    private final Map<Signature, CheckpointCountersigned> signatures = new HashMap<>();

    void clear() {
        byEvent.clear();
        byScope.clear();
        latest.clear();
        signatures.clear();
    }

    void add(long number, Event.Sealing event) {
        switch (event) {
            case Event.CheckpointSealed sealed -> {
                StoredCheckpoint checkpoint = new StoredCheckpoint(number, sealed);
                byEvent.put(number, checkpoint);
                byScope.put(checkpoint.scope(), checkpoint);
                latest.put(sealed.account(), checkpoint);
            }
            case CheckpointCountersigned countersigned ->
                signatures.put(new Signature(countersigned.checkpoint(), countersigned.keyId()), countersigned);
        }
    }

    @Nullable
    StoredCheckpoint byEvent(String tenantId, long event) {
        StoredCheckpoint checkpoint = byEvent.get(event);
        return checkpoint != null && checkpoint.sealed().tenantId().equals(tenantId) ? checkpoint : null;
    }

    @Nullable
    StoredCheckpoint byScope(SealedScope scope) {
        return byScope.get(scope);
    }

    @Nullable
    StoredCheckpoint latest(AccountKey account) {
        return latest.get(account);
    }

    @Nullable
    CheckpointCountersigned countersignature(long checkpoint, String keyId) {
        return signatures.get(new Signature(checkpoint, keyId));
    }
}
