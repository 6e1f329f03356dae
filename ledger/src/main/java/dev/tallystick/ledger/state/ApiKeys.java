package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.state.Directory.ApiKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The API keys of a plane, revoked ones too. Changed by the writer only; read from any thread. */
final class ApiKeys {
    private final Map<String, ApiKey> byPublicId = new ConcurrentHashMap<>();
    private final Map<String, ApiKey> byId = new ConcurrentHashMap<>();

    @Nullable
    ApiKey byPublicId(String publicId) {
        return byPublicId.get(publicId);
    }

    @Nullable
    ApiKey byId(String keyId) {
        return byId.get(keyId);
    }

    /** The tenant's, oldest first. */
    List<ApiKey> of(String tenantId) {
        List<ApiKey> found = new ArrayList<>();
        for (ApiKey key : byId.values()) {
            if (key.created().tenantId().equals(tenantId)) {
                found.add(key);
            }
        }
        found.sort(Comparator.comparingLong((ApiKey key) -> key.created().recordedAt())
                .thenComparing(key -> key.created().keyId()));
        return found;
    }

    void apply(Event.ApiKeyCreated created) {
        put(ApiKey.created(created));
    }

    void apply(Event.ApiKeyRevoked revoked) {
        ApiKey key = byId.get(revoked.keyId());
        if (key == null) {
            throw new BrokenInvariantException("API key " + revoked.keyId() + " is revoked but was never made");
        }
        long from = Math.min(key.revokedFrom(), revoked.effectiveAt());
        put(new ApiKey(key.created(), from, from <= revoked.recordedAt()));
    }

    private void put(ApiKey key) {
        byId.put(key.created().keyId(), key);
        byPublicId.put(key.created().publicId(), key);
    }
}
