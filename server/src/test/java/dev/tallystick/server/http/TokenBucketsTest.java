package dev.tallystick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.server.config.AddressRange;
import dev.tallystick.server.config.RateLimit;
import java.net.InetAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketsTest {
    private long now = 1_000_000;

    private TokenBuckets buckets(int quota, int seconds, int callers) {
        return new TokenBuckets("test", new RateLimit(quota, seconds), callers, () -> Instant.ofEpochMilli(now));
    }

    @Test
    void aBucketEmptiesAndRefillsEvenly() {
        TokenBuckets buckets = buckets(4, 8, 100);
        for (int left = 3; left >= 0; left--) {
            Quota quota = buckets.take("a");
            assertThat(quota.passes()).isTrue();
            assertThat(quota.remaining()).isEqualTo(left);
            assertThat(quota.resetSeconds()).isEqualTo(2 * (4 - left));
        }
        Quota refused = buckets.take("a");
        assertThat(refused.waitSeconds()).isEqualTo(2);
        assertThat(refused.state()).isEqualTo("\"test\";r=0;t=8");
        assertThat(refused.policy()).isEqualTo("\"test\";q=4;w=8");
        assertThat(buckets.take("b").passes()).as("somebody else").isTrue();
        now += 1_999;
        assertThat(buckets.take("a").waitSeconds()).isEqualTo(1);
        now += 1;
        assertThat(buckets.take("a").remaining()).isZero();
        assertThat(buckets.take("a").passes()).isFalse();
        now += 8_000;
        assertThat(buckets.take("a").remaining())
                .as("never more than the quota")
                .isEqualTo(3);
    }

    @Test
    void refusedRequestsDoNotMakeTheWaitLonger() {
        TokenBuckets buckets = buckets(1, 10, 100);
        buckets.take("a");
        for (int i = 0; i < 100; i++) {
            assertThat(buckets.take("a").waitSeconds()).isEqualTo(10);
        }
        now += 10_000;
        assertThat(buckets.take("a").passes()).isTrue();
    }

    @Test
    void aClockSetBackLocksNobodyOutForLongerThanTheBucket() {
        TokenBuckets buckets = buckets(2, 4, 100);
        buckets.take("a");
        now -= 3_600_000;
        assertThat(buckets.take("a").waitSeconds()).isLessThanOrEqualTo(2);
        now += 2_000;
        assertThat(buckets.take("a").passes()).isTrue();
    }

    @Test
    void memoryIsBoundedWhateverComes() {
        TokenBuckets buckets = buckets(1, 10, 160);
        for (int i = 0; i < 100_000; i++) {
            assertThat(buckets.take("caller-" + i).passes()).isTrue();
        }
        assertThat(buckets.size()).isBetween(100, 160);
        assertThat(buckets.take("caller-99999").passes())
                .as("the newest are known")
                .isFalse();
    }

    @Test
    void aMillionASecondIsStillCounted() {
        TokenBuckets buckets = buckets(1_000_000_000, 1, 100);
        assertThat(buckets.take("a").remaining()).isEqualTo(999_999_999);
        assertThat(buckets.take("a").remaining()).isEqualTo(999_999_998);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,     10.255.0.1,    true",
        "10.0.0.0/8,     11.0.0.0,      false",
        "192.0.2.7,      192.0.2.7,     true",
        "192.0.2.7,      192.0.2.6,     false",
        "192.0.2.128/25, 192.0.2.127,   false",
        "0.0.0.0/0,      203.0.113.1,   true",
        "fd00::/8,       fdff::1,       true",
        "fd00::/8,       fe00::1,       false",
        "0.0.0.0/0,      ::1,           false",
    })
    void ranges(String range, String address, boolean contains) {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contains);
    }
}
