package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.server.config.ReceiptLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PublicAccessTest {
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final PublicAccess access =
            new PublicAccess(() -> Instant.ofEpochMilli(clock.get()), new ReceiptLimits(10_000, 100_000, 3, 500, 10));

    private static InetSocketAddress peer(String address) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), 4711);
    }

    @Test
    void anAddressIsHeldBackAfterItsBurstAndLetOnWithTime() throws UnknownHostException {
        InetSocketAddress peer = peer("192.0.2.7");
        for (int i = 0; i < 3; i++) {
            access.count(peer);
        }
        assertThatThrownBy(() -> access.count(peer)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(429);
            assertThat(e.problem().code()).isEqualTo("RATE_LIMITED");
            assertThat(e.problem().retryAfterSeconds()).isPositive();
        });
        assertThatCode(() -> access.count(peer("192.0.2.8"))).doesNotThrowAnyException();
        clock.addAndGet(500);
        assertThatCode(() -> access.count(peer)).doesNotThrowAnyException();
        assertThatThrownBy(() -> access.count(peer)).isInstanceOf(ProblemException.class);
    }

    @Test
    void whatComesFromThisMachineIsAProxyThatCountsItself() {
        for (int i = 0; i < 100; i++) {
            assertThatCode(() -> access.count(peer("127.0.0.1"))).doesNotThrowAnyException();
            assertThatCode(() -> access.count(peer("::1"))).doesNotThrowAnyException();
        }
    }
}
