package dev.tallystick.ledger.event;

import org.jspecify.annotations.Nullable;

/**
 * Names an account within a plane: one customer of one tenant.
 *
 * @param tenantId {@code ten_} and 12 lower-case base-36 characters
 * @param customerId the tenant's own name for its customer, 1 to 128 of {@code [A-Za-z0-9_.:-]}
 */
public record AccountKey(String tenantId, String customerId) {
    /** Written out, the customer first: the generated one took a tenth of the writer's time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccountKey key && customerId.equals(key.customerId) && tenantId.equals(key.tenantId);
    }

    @Override
    public int hashCode() {
        return customerId.hashCode() * 31 + tenantId.hashCode();
    }
}
