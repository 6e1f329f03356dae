package dev.tallystick.server.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may stand as an endpoint's URL. Refused is what no delivery could ever succeed with, so that it is known when the
 * endpoint is made and not from its failures. Names are not looked up here: the addresses they have are checked when a
 * connection is made. Stateless.
 */
public final class HookUrl {
    /** Longest URL. */
    public static final int LENGTH_MAX = 2_000;

    private static final int PORT_MAX = 65_535;

    /** Longest name and label of a name in the DNS (RFC 1035 section 2.3.4). */
    private static final int NAME_MAX = 253;

    private static final int LABEL_MAX = 63;

    /** A last label that makes the whole an IPv4 address to common parsers (WHATWG URL, "ends in a number"). */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");

    private static final Pattern PLAIN_IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private HookUrl() {}

    /**
     * Why this is no URL for an endpoint, or null if it is one.
     *
     * @param plainAllowed whether {@code http} is enough
     * @param rule for addresses that stand in the URL themselves
     */
    public static @Nullable String problem(String text, boolean plainAllowed, AddressRule rule) {
        if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            return "url must be ASCII without spaces; write other characters in their encoded form.";
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return "url is not a URL: " + e.getReason() + ".";
        }
        String scheme = url.getScheme();
        boolean https = "https".equalsIgnoreCase(scheme);
        if (!https && !"http".equalsIgnoreCase(scheme)) {
            return "url must begin with https://.";
        }
        if (!https && !plainAllowed) {
            return "url must begin with https:// in production.";
        }
        if (url.getRawFragment() != null) {
            return "url must have no part after #: it would never be sent.";
        }
        return authorityProblem(url, rule);
    }

    private static @Nullable String authorityProblem(URI url, AddressRule rule) {
        String authority = url.getRawAuthority();
        if (authority == null) {
            return "url must name a host.";
        }
        if (authority.indexOf('@') >= 0) {
            return "url must have no user name or password. The signature tells a receiver who sends.";
        }
        String host = host(authority);
        String port = authority.substring(host.length());
        if (!port.isEmpty() && !isPort(port.substring(1))) {
            return "url has a port that does not exist; a port is a number from 1 to 65535.";
        }
        String problem = host.startsWith("[") ? ipv6Problem(host, rule) : hostProblem(host, rule);
        // What is left is what the delivery's own parser could not read, such as a host with an underscore.
        return problem == null && url.getHost() == null ? "url must name a host." : problem;
    }

    private static String host(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        return end < 0 ? authority : authority.substring(0, end);
    }

    private static boolean isPort(String digits) {
        return digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= PORT_MAX;
    }

    private static @Nullable String ipv6Problem(String host, AddressRule rule) {
        String literal = host.substring(1, host.length() - 1);
        if (literal.indexOf('%') >= 0) {
            return "url must have no IPv6 zone: it means something on one machine only.";
        }
        return addressProblem(literal, rule);
    }

    private static @Nullable String hostProblem(String host, AddressRule rule) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.isEmpty()) {
            return "url must name a host.";
        }
        String[] labels = name.toLowerCase(Locale.ROOT).split("\\.", -1);
        String last = labels[labels.length - 1];
        if (NUMBER.matcher(last).matches()) {
            return PLAIN_IPV4.matcher(host).matches()
                    ? addressProblem(host, rule)
                    : "url has a host that ends in a number but is no IPv4 address; write an address as four decimal"
                            + " numbers from 0 to 255 without leading zeros.";
        }
        if (last.equals("localhost")) {
            // RFC 6761 section 6.3: always this machine.
            String refusal = addressProblem("127.0.0.1", rule);
            return refusal == null || addressProblem("::1", rule) == null ? null : refusal;
        }
        for (String label : labels) {
            if (label.isEmpty() || label.length() > LABEL_MAX || name.length() > NAME_MAX) {
                return "url has a host that cannot exist: a name has at most 253 characters, and 1 to 63 between dots.";
            }
        }
        return null;
    }

    private static @Nullable String addressProblem(String literal, AddressRule rule) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            return "url has a host that is no IP address: " + literal + ".";
        }
        String refusal = rule.refusal(address);
        return refusal == null ? null : "url cannot be delivered to: " + refusal + ".";
    }
}
