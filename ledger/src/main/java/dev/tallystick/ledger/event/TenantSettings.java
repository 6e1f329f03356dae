package dev.tallystick.ledger.event;

/**
 * What a tenant may choose.
 *
 * @param autoClose seal every customer's month by itself once it is over
 * @param shareNetChange show whoever holds a root the sum of what it covers
 */
public record TenantSettings(boolean autoClose, boolean shareNetChange) {
    /** What holds until a tenant changes it. */
    public static final TenantSettings DEFAULT = new TenantSettings(true, false);

    private static final int AUTO_CLOSE = 1;
    private static final int SHARE_NET_CHANGE = 2;

    /** The highest number {@link #toBits} gives. */
    static final int BITS_MAX = AUTO_CLOSE | SHARE_NET_CHANGE;

    static TenantSettings ofBits(int bits) {
        return new TenantSettings((bits & AUTO_CLOSE) != 0, (bits & SHARE_NET_CHANGE) != 0);
    }

    int toBits() {
        return (autoClose ? AUTO_CLOSE : 0) | (shareNetChange ? SHARE_NET_CHANGE : 0);
    }
}
