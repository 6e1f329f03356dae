package dev.tallystick.server.http;

import dev.tallystick.server.config.AddressRange;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose a request is, as far as addresses tell. Behind trusted proxies it is the last address in
 * {@code X-Forwarded-For} that is none of theirs: what stands before it the client may have made up. An IPv6 client
 * counts by its /64, for that many addresses one machine has to itself. Stateless, thread-safe.
 */
final class ClientAddresses {
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");

    /** Proxies in a row that are looked through; more is no real network. */
    private static final int HOPS_MAX = 16;

    private static final int IPV6_LENGTH = 16;
    private static final int NETWORK_LENGTH = 8;

    private final List<AddressRange> trusted;

    ClientAddresses(List<AddressRange> trusted) {
        this.trusted = trusted;
    }

    /** The client's network: an IPv4 address or the first address of an IPv6 /64. */
    InetAddress client(@Nullable SocketAddress peer, ServerRequestHeaders headers) {
        InetAddress address = addressOf(peer);
        if (trusted.isEmpty() || !isTrusted(address) || !headers.contains(FORWARDED_FOR)) {
            return network(address);
        }
        String[] hops = String.join(",", headers.values(FORWARDED_FOR)).split(",", -1);
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - HOPS_MAX); i--) {
            InetAddress hop = literal(hops[i].strip());
            if (hop == null) {
                break;
            }
            address = hop;
            if (!isTrusted(hop)) {
                break;
            }
        }
        return network(address);
    }

    boolean isTrusted(InetAddress address) {
        for (AddressRange range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The address at the other end of a connection. */
    static InetAddress addressOf(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    static InetAddress network(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != IPV6_LENGTH) {
            return address;
        }
        Arrays.fill(bytes, NETWORK_LENGTH, IPV6_LENGTH, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 16 bytes is one", e);
        }
    }

    /** {@code 1.2.3.4}, {@code 1.2.3.4:567}, {@code 1::2} or {@code [1::2]:567}; null if it is none of them. */
    private static @Nullable InetAddress literal(String hop) {
        String text = hop;
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            text = close < 0 ? "" : text.substring(1, close);
        } else if (text.indexOf(':') == text.lastIndexOf(':') && text.contains(":")) {
            text = text.substring(0, text.indexOf(':'));
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
