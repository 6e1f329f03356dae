package dev.tallystick.ledger.event;

/**
 * What a tenant may choose.
 *
 * @param autoClose seal every customer's month by itself once it is over
 */
public record TenantSettings(boolean autoClose) {
    /** What holds until a tenant changes it. */
    public static final TenantSettings DEFAULT = new TenantSettings(true);
}
