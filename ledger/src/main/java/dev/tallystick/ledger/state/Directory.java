package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.TenantSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The tenants, API keys, endpoints, customers' keys and settings of a plane, held in memory so that a request meets them
 * without a look-up on disk.
 * Changed by the writer only ({@link #apply}); read from any thread.
 */
public final class Directory {
    private static final long NEVER = Long.MAX_VALUE;

    private final Map<String, Event.TenantOpened> tenants = new ConcurrentHashMap<>();
    private final Map<String, ApiKey> keysByPublicId = new ConcurrentHashMap<>();
    private final Map<String, ApiKey> keysById = new ConcurrentHashMap<>();
    private final Map<String, Event.CustomerKeyRegistered> customerKeysById = new ConcurrentHashMap<>();
    private final Map<AccountKey, List<Event.CustomerKeyRegistered>> customerKeys = new ConcurrentHashMap<>();
    private final Map<String, TenantSettings> settings = new ConcurrentHashMap<>();
    private final Map<String, Integer> closedMonths = new ConcurrentHashMap<>();
    private final Endpoints endpoints = new Endpoints();

    /** By tenant: asking a skip list for its size walks all of it. */
    private final Map<String, Integer> customerCounts = new ConcurrentHashMap<>();

    /** By tenant, then by customer id in order. */
    private final Map<String, ConcurrentSkipListMap<String, Event.CustomerSettingsChanged>> customers =
            new ConcurrentHashMap<>();

    /** When something was first set for a customer, milliseconds since the epoch. */
    private final Map<AccountKey, Long> customersSince = new ConcurrentHashMap<>();

    private volatile List<Event.LogKeyRotated> logKeyRotations = List.of();

    /**
     * An API key as it stands.
     *
     * @param revokedFrom the instant (milliseconds since the epoch) from which it is refused
     */
    public record ApiKey(Event.ApiKeyCreated created, long revokedFrom) {
        public boolean activeAt(long instant) {
            return instant < revokedFrom;
        }

        public boolean revoked() {
            return revokedFrom != NEVER;
        }
    }

    public @Nullable ApiKey byPublicId(String publicId) {
        return keysByPublicId.get(publicId);
    }

    public @Nullable ApiKey byKeyId(String keyId) {
        return keysById.get(keyId);
    }

    /** The tenant's keys, oldest first. */
    public List<ApiKey> keys(String tenantId) {
        List<ApiKey> found = new ArrayList<>();
        for (ApiKey key : keysById.values()) {
            if (key.created().tenantId().equals(tenantId)) {
                found.add(key);
            }
        }
        found.sort(Comparator.comparingLong((ApiKey key) -> key.created().recordedAt())
                .thenComparing(key -> key.created().keyId()));
        return found;
    }

    public Event.@Nullable TenantOpened tenant(String tenantId) {
        return tenants.get(tenantId);
    }

    /** All tenants, oldest first. */
    public List<Event.TenantOpened> tenants() {
        List<Event.TenantOpened> all = new ArrayList<>(tenants.values());
        all.sort(Comparator.comparingLong(Event.TenantOpened::recordedAt).thenComparing(Event.TenantOpened::tenantId));
        return all;
    }

    /** A key that some customer of the plane registered, or null. */
    public Event.@Nullable CustomerKeyRegistered customerKey(String keyId) {
        return customerKeysById.get(keyId);
    }

    /** The customer's registered keys, oldest first. */
    public List<Event.CustomerKeyRegistered> customerKeys(AccountKey customer) {
        return customerKeys.getOrDefault(customer, List.of());
    }

    /** What the tenant chose, or what holds without a choice. */
    public TenantSettings settings(String tenantId) {
        return settings.getOrDefault(tenantId, TenantSettings.DEFAULT);
    }

    /** The newest UTC month of the tenant that was closed, in months since January 1970; -1 if none was. */
    public int closedMonth(String tenantId) {
        return closedMonths.getOrDefault(tenantId, -1);
    }

    /** The webhook endpoints. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** What was set last for a customer, or null. */
    public Event.@Nullable CustomerSettingsChanged customer(AccountKey key) {
        ConcurrentSkipListMap<String, Event.CustomerSettingsChanged> ofTenant = customers.get(key.tenantId());
        return ofTenant == null ? null : ofTenant.get(key.customerId());
    }

    /**
     * When something was first set for a customer, milliseconds since the epoch; {@link Long#MAX_VALUE} if nothing ever was.
     * Settings that are older than the customer's first record made the customer.
     */
    public long customerSetAt(AccountKey key) {
        return customersSince.getOrDefault(key, NEVER);
    }

    /** How many customers of the tenant have something set; kept, not counted. */
    public int customerCount(String tenantId) {
        return customerCounts.getOrDefault(tenantId, 0);
    }

    /** The tenant's customers for whom something is set, by id, in order. */
    public NavigableMap<String, Event.CustomerSettingsChanged> customers(String tenantId) {
        ConcurrentSkipListMap<String, Event.CustomerSettingsChanged> ofTenant = customers.get(tenantId);
        return ofTenant == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(ofTenant);
    }

    /** Takes in an event. */
    public void apply(Event.Administration event) {
        switch (event) {
            case Event.TenantOpened opened -> tenants.put(opened.tenantId(), opened);
            case Event.CustomerSettingsChanged changed -> put(changed);
            case Event.LogKeyRotated rotated -> rotated(rotated);
            case Event.ApiKeyCreated created -> put(new ApiKey(created, NEVER));
            case Event.EndpointEvent endpoint -> endpoints.apply(endpoint);
            case Event.ApiKeyRevoked revoked -> {
                ApiKey key = keysById.get(revoked.keyId());
                if (key == null) {
                    throw new BrokenInvariantException("API key " + revoked.keyId() + " is revoked but was never made");
                }
                put(new ApiKey(key.created(), Math.min(key.revokedFrom(), revoked.effectiveAt())));
            }
            case Event.CustomerKeyRegistered registered -> {
                customerKeysById.put(registered.keyId(), registered);
                AccountKey customer = new AccountKey(registered.tenantId(), registered.customerId());
                List<Event.CustomerKeyRegistered> keys = new ArrayList<>(customerKeys(customer));
                keys.add(registered);
                customerKeys.put(customer, List.copyOf(keys));
            }
            case Event.PeriodClosed closed -> closedMonths.merge(closed.tenantId(), closed.month(), Math::max);
            case Event.TenantSettingsChanged changed -> settings.put(changed.tenantId(), changed.settings());
        }
    }

    private void put(Event.CustomerSettingsChanged changed) {
        customersSince.putIfAbsent(changed.account(), changed.recordedAt());
        Event.CustomerSettingsChanged before = customers
                .computeIfAbsent(changed.tenantId(), tenantId -> new ConcurrentSkipListMap<>())
                .put(changed.customerId(), changed);
        if (before == null) {
            customerCounts.merge(changed.tenantId(), 1, Integer::sum);
        }
    }

    private void rotated(Event.LogKeyRotated rotated) {
        List<Event.LogKeyRotated> known = logKeyRotations;
        if (!known.isEmpty() && !known.getLast().newKey().equals(rotated.oldKey())) {
            throw new BrokenInvariantException("log key " + rotated.oldKey() + " is replaced, but the log's key was "
                    + known.getLast().newKey());
        }
        List<Event.LogKeyRotated> longer = new ArrayList<>(known);
        longer.add(rotated);
        logKeyRotations = List.copyOf(longer);
    }

    /** Every change of the log's key, oldest first. */
    public List<Event.LogKeyRotated> logKeyRotations() {
        return logKeyRotations;
    }

    private void put(ApiKey key) {
        keysById.put(key.created().keyId(), key);
        keysByPublicId.put(key.created().publicId(), key);
    }
}
