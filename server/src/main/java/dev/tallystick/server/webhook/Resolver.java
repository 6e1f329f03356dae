package dev.tallystick.server.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host; called once for each new connection. Thread-safe. */
@FunctionalInterface
public interface Resolver {
    /**
     * @param host a name, or an address as text
     * @return at least one address
     * @throws UnknownHostException there is none, or nobody answered in time
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
