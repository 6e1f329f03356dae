package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether anybody listens is told rightly for every form of address a server may be given. */
class ListenerWatchTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "0.0.0.0", "::"})
    void anAddressCanBeBoundOnlyOnceNobodyListensThere(String host) throws IOException {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            InetSocketAddress address;
            try (ServerSocketChannel listener = ServerSocketChannel.open()) {
                listener.bind(new InetSocketAddress(host, 0));
                address = new InetSocketAddress(host, listener.socket().getLocalPort());
                assertThat(ListenerWatch.binds(probe, address)).isFalse();
                assertThat(ListenerWatch.binds(probe, address))
                        .as("looked again")
                        .isFalse();
            }
            assertThat(ListenerWatch.binds(probe, address)).isTrue();
        }
    }
}
