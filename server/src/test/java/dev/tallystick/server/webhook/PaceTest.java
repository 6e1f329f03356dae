package dev.tallystick.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long NOW = 1_770_000_000_000L;

    private final Pace pace = new Pace(1_000);

    @Test
    void aBurstIsShort() {
        assertThat(begunAt(NOW)).isEqualTo(101);
    }

    @Test
    void fromThenOnOneIntervalFreesOne() {
        begunAt(NOW);
        assertThat(begunAt(NOW + 1)).isEqualTo(1);
        assertThat(begunAt(NOW + 11)).isEqualTo(10);
    }

    @Test
    void overASecondItIsTheRate() {
        int begun = 0;
        for (long now = NOW; now < NOW + 1_000; now++) {
            begun += begunAt(now);
        }
        assertThat(begun).isEqualTo(101 + 999);
    }

    @Test
    void aRestSavesUpNoMoreThanOneBurst() {
        begunAt(NOW);
        assertThat(begunAt(NOW + 3_600_000)).isEqualTo(101);
    }

    private int begunAt(long now) {
        int begun = 0;
        while (pace.allows(now)) {
            pace.begin(now);
            begun++;
        }
        return begun;
    }
}
