package dev.tallystick.server.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses a webhook may be sent to: public unicast ones, and what the operator allows beyond. Without this a
 * tenant could make the server talk to machines only the server can reach. Ranges are those of the IANA special-purpose
 * registries (RFC 6890 and its updates). Immutable.
 */
public final class AddressRule {
    private static final List<Range> CLOSED_V4 = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, cloud metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarking
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, broadcast

    /** All of IPv6 that is globally routed; loopback, ULA, link-local, multicast, NAT64 and mapped IPv4 lie outside. */
    private static final Range OPEN_V6 = range("2000::/3");

    private static final List<Range> CLOSED_V6 = ranges(
            "2001::/23", // protocol assignments, among them Teredo, which wraps IPv4
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, which wraps IPv4
            "3fff::/20"); // documentation

    private final Predicate<InetAddress> allowed;

    private AddressRule(Predicate<InetAddress> allowed) {
        this.allowed = allowed;
    }

    /** Public addresses only. */
    public static AddressRule publicOnly() {
        return new AddressRule(address -> false);
    }

    /**
     * Public addresses and these.
     *
     * @param allowed {@code none}, {@code all}, or ranges such as {@code 10.0.0.0/8,fd00::/8}, comma separated
     * @throws IllegalArgumentException it is neither
     */
    public static AddressRule of(String allowed) {
        String text = allowed.strip();
        if (text.isEmpty() || text.equals("none")) {
            return publicOnly();
        }
        if (text.equals("all")) {
            return new AddressRule(address -> true);
        }
        List<Range> ranges = ranges(text.split("\\s*,\\s*", -1));
        return new AddressRule(address -> ranges.stream().anyMatch(range -> range.holds(address.getAddress())));
    }

    /** Whether anything beyond public addresses is allowed. */
    public static boolean opensPrivate(String allowed) {
        return !allowed.isBlank() && !allowed.strip().equals("none");
    }

    /** Why nothing may be sent to this address, or null if it may. */
    public @Nullable String refusal(InetAddress address) {
        if (isPublic(address) || allowed.test(address)) {
            return null;
        }
        return "the address " + address.getHostAddress() + " is not public, and the server's operator has not allowed"
                + " it (setting webhook-allow)";
    }

    // The platform turns IPv4-mapped IPv6 addresses into IPv4 ones before anybody sees them.
    private static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return CLOSED_V4.stream().noneMatch(range -> range.holds(bytes));
        }
        return OPEN_V6.holds(bytes) && CLOSED_V6.stream().noneMatch(range -> range.holds(bytes));
    }

    /** A prefix and its length in bits. */
    private static final class Range {
        private final byte[] prefix;
        private final int bits;

        Range(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((address[bit >> 3] & mask) != (prefix[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static List<Range> ranges(String... texts) {
        List<Range> ranges = new ArrayList<>();
        for (String text : texts) {
            ranges.add(range(text));
        }
        return List.copyOf(ranges);
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        // Only digits, dots, colons and a-f: a name would be looked up.
        if (!host.matches("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("'" + text + "' is no address range such as 10.0.0.0/8 or fd00::/8");
        }
        try {
            byte[] prefix = InetAddress.getByName(host).getAddress();
            int bits = slash < 0 ? prefix.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > prefix.length * 8) {
                throw new IllegalArgumentException("'" + text + "' has an impossible number of bits");
            }
            return new Range(prefix, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no address range such as 10.0.0.0/8 or fd00::/8", e);
        }
    }
}
