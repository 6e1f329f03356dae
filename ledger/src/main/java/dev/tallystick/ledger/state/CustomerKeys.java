package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The keys that customers of a plane countersign with. Changed by the writer only; read from any thread. */
final class CustomerKeys {
    private final Map<String, Event.CustomerKeyRegistered> byId = new ConcurrentHashMap<>();
    private final Map<AccountKey, List<Event.CustomerKeyRegistered>> byCustomer = new ConcurrentHashMap<>();
    private final Map<String, Event.CustomerKeyRevoked> revocations = new ConcurrentHashMap<>();

    Event.@Nullable CustomerKeyRegistered byId(String keyId) {
        return byId.get(keyId);
    }

    /** The revocation of a key, or null. */
    Event.@Nullable CustomerKeyRevoked revocation(String keyId) {
        return revocations.get(keyId);
    }

    /** The customer's, oldest first, revoked ones as well. */
    List<Event.CustomerKeyRegistered> of(AccountKey customer) {
        return byCustomer.getOrDefault(customer, List.of());
    }

    void apply(Event.CustomerKeyRegistered registered) {
        byId.put(registered.keyId(), registered);
        AccountKey customer = new AccountKey(registered.tenantId(), registered.customerId());
        List<Event.CustomerKeyRegistered> keys = new ArrayList<>(of(customer));
        keys.add(registered);
        byCustomer.put(customer, List.copyOf(keys));
    }

    void apply(Event.CustomerKeyRevoked revoked) {
        if (!byId.containsKey(revoked.keyId())) {
            throw new BrokenInvariantException(
                    "customer key " + revoked.keyId() + " is revoked but was never registered");
        }
        revocations.put(revoked.keyId(), revoked);
    }
}
