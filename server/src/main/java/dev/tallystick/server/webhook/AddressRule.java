package dev.tallystick.server.webhook;

import dev.tallystick.server.config.AddressRange;
import dev.tallystick.server.config.WebhookSettings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses a webhook may be sent to: public unicast ones, and what the operator allows beyond. Without this a
 * tenant could make the server talk to machines only the server can reach. Ranges are those of the IANA special-purpose
 * registries (RFC 6890 and its updates). Immutable.
 */
public final class AddressRule {
    private static final List<AddressRange> CLOSED_V4 = ranges(
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
    private static final AddressRange OPEN_V6 = AddressRange.parse("2000::/3");

    private static final List<AddressRange> CLOSED_V6 = ranges(
            "2001::/23", // protocol assignments, among them Teredo, which wraps IPv4
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, which wraps IPv4
            "3fff::/20"); // documentation

    private final WebhookSettings allowed;

    /** Public addresses, and what the settings allow beyond. */
    public AddressRule(WebhookSettings allowed) {
        this.allowed = allowed;
    }

    /** Why nothing may be sent to this address, or null if it may. */
    public @Nullable String refusal(InetAddress address) {
        if (isPublic(address)
                || allowed.allowAll()
                || allowed.allowed().stream().anyMatch(range -> range.contains(address))) {
            return null;
        }
        return "the address " + address.getHostAddress() + " is not public, and the server's operator has not allowed"
                + " it (setting webhook-allow)";
    }

    // The platform turns IPv4-mapped IPv6 addresses into IPv4 ones before anybody sees them.
    private static boolean isPublic(InetAddress address) {
        return address instanceof Inet4Address
                ? CLOSED_V4.stream().noneMatch(range -> range.contains(address))
                : OPEN_V6.contains(address) && CLOSED_V6.stream().noneMatch(range -> range.contains(address));
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::parse).toList();
    }
}
