package dev.tallystick.ledger.state;

import dev.tallystick.ledger.event.AccountKey;
import dev.tallystick.ledger.event.Event;
import dev.tallystick.ledger.event.TenantSettings;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What administration has decided on a plane, held in memory so that a request meets it without a look-up on disk: one
 * class for each subject, and here the way of each event to its class.
 * Changed by the writer only ({@link #apply}); read from any thread.
 */
public final class Directory {
    private final Tenants tenants = new Tenants();
    private final ApiKeys apiKeys = new ApiKeys();
    private final CustomerKeys customerKeys = new CustomerKeys();
    private final ConfiguredCustomers customers = new ConfiguredCustomers();
    private final Endpoints endpoints = new Endpoints();
    private final LogKeyChain logKeys = new LogKeyChain();

    /**
     * An API key as it stands.
     *
     * @param revokedFrom the instant (milliseconds since the epoch) from which it is refused
     * @param ended it was revoked without a grace time: it is refused whatever the clock says, which may have been set back
     *     behind the times of records, {@code revokedFrom} among them
     */
    public record ApiKey(Event.ApiKeyCreated created, long revokedFrom, boolean ended) {
        private static final long NEVER = Long.MAX_VALUE;

        /** A key that nobody has revoked. */
        public static ApiKey created(Event.ApiKeyCreated created) {
            return new ApiKey(created, NEVER, false);
        }

        public boolean activeAt(long instant) {
            return !ended && instant < revokedFrom;
        }

        public boolean revoked() {
            return revokedFrom != NEVER;
        }
    }

    /** Takes in an event. */
    public void apply(Event.Administration event) {
        switch (event) {
            case Event.TenantOpened opened -> tenants.apply(opened);
            case Event.TenantSettingsChanged changed -> tenants.apply(changed);
            case Event.PeriodClosed closed -> tenants.apply(closed);
            case Event.ApiKeyCreated created -> apiKeys.apply(created);
            case Event.ApiKeyRevoked revoked -> apiKeys.apply(revoked);
            case Event.CustomerKeyRegistered registered -> customerKeys.apply(registered);
            case Event.CustomerKeyRevoked revoked -> customerKeys.apply(revoked);
            case Event.CustomerSettingsChanged changed -> customers.apply(changed);
            case Event.EndpointEvent endpoint -> endpoints.apply(endpoint);
            case Event.LogKeyRotated rotated -> logKeys.apply(rotated);
        }
    }

    public Event.@Nullable TenantOpened tenant(String tenantId) {
        return tenants.byId(tenantId);
    }

    /** All tenants, oldest first. */
    public List<Event.TenantOpened> tenants() {
        return tenants.all();
    }

    /** What the tenant chose, or what holds without a choice. */
    public TenantSettings settings(String tenantId) {
        return tenants.settings(tenantId);
    }

    /** The newest UTC month of the tenant that was closed, in months since January 1970; -1 if none was. */
    public int closedMonth(String tenantId) {
        return tenants.closedMonth(tenantId);
    }

    public @Nullable ApiKey byPublicId(String publicId) {
        return apiKeys.byPublicId(publicId);
    }

    public @Nullable ApiKey byKeyId(String keyId) {
        return apiKeys.byId(keyId);
    }

    /** The tenant's keys, oldest first. */
    public List<ApiKey> keys(String tenantId) {
        return apiKeys.of(tenantId);
    }

    /** A key that some customer of the plane registered, or null. */
    public Event.@Nullable CustomerKeyRegistered customerKey(String keyId) {
        return customerKeys.byId(keyId);
    }

    /** The revocation of a customer's key, or null. */
    public Event.@Nullable CustomerKeyRevoked customerKeyRevoked(String keyId) {
        return customerKeys.revocation(keyId);
    }

    /** The customer's registered keys, oldest first, with those that are revoked. */
    public List<Event.CustomerKeyRegistered> customerKeys(AccountKey customer) {
        return customerKeys.of(customer);
    }

    /** What was set last for a customer, or null. */
    public Event.@Nullable CustomerSettingsChanged customer(AccountKey key) {
        return customers.newest(key);
    }

    /**
     * When something was first set for a customer, milliseconds since the epoch; {@link Long#MAX_VALUE} if nothing ever was.
     * Settings that are older than the customer's first record made the customer.
     */
    public long customerSetAt(AccountKey key) {
        return customers.firstSetAt(key);
    }

    /** How many customers of the tenant have something set; kept, not counted. */
    public int customerCount(String tenantId) {
        return customers.count(tenantId);
    }

    /** The tenant's customers for whom something is set, by id, in order. */
    public NavigableMap<String, Event.CustomerSettingsChanged> customers(String tenantId) {
        return customers.of(tenantId);
    }

    /** The webhook endpoints. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Every change of the log's key, oldest first. */
    public List<Event.LogKeyRotated> logKeyRotations() {
        return logKeys.rotations();
    }
}
