package dev.tallystick.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one address have so many connections open and closes the next one at once, before a byte of it is read: those of
 * one address can never take the room of everybody else. Thread-safe.
 */
final class ConnectionBound implements ServerConnectionSelector {
    private final ServerConnectionSelector protocol;
    private final ClientAddresses addresses;
    private final int addressConnections;

    /** Never larger than the number of open connections. */
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();

    /** {@code protocol} must be the server's only one, so that it is asked before anything has been read. */
    ConnectionBound(ServerConnectionSelector protocol, ClientAddresses addresses, int addressConnections) {
        this.protocol = protocol;
        this.addresses = addresses;
        this.addressConnections = addressConnections;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return protocol.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return protocol.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return protocol.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        InetAddress address = ClientAddresses.addressOf(context.remotePeer().address());
        if (addresses.isTrusted(address)) {
            return protocol.connection(context);
        }
        InetAddress network = ClientAddresses.network(address);
        if (open.merge(network, 1, Integer::sum) > addressConnections) {
            release(network);
            throw new CloseConnectionException(
                    "More than " + addressConnections + " connections from " + network.getHostAddress() + ".");
        }
        try {
            return new Counted(protocol.connection(context), network);
        } catch (RuntimeException | Error e) {
            release(network);
            throw e;
        }
    }

    private void release(InetAddress network) {
        open.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
    }

    /** A connection that gives its place back when it has been served. */
    private final class Counted implements ServerConnection {
        private final ServerConnection served;
        private final InetAddress network;

        Counted(ServerConnection served, InetAddress network) {
            this.served = served;
            this.network = network;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                served.handle(limit);
            } finally {
                release(network);
            }
        }

        @Override
        public Duration idleTime() {
            return served.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            served.close(interrupt);
        }
    }
}
