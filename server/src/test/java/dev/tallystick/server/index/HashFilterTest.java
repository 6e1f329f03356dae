package dev.tallystick.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HashFilterTest {
    private static final int MANY = 600_000;

    private static HashFilter filled(long bytesMax) {
        HashFilter filter = new HashFilter(bytesMax);
        new Random(1).longs(MANY).forEach(filter::add);
        return filter;
    }

    private static long perhaps(HashFilter filter, long seed) {
        return new Random(seed).longs(MANY).filter(filter::mayContain).count();
    }

    @Test
    void complete_saysNoToAlmostAllOthers_andToNoneThatWasAdded() {
        HashFilter filter = filled(16 << 20);
        filter.complete();
        assertThat(perhaps(filter, 1)).isEqualTo(MANY);
        assertThat(perhaps(filter, 2)).isLessThan(MANY / 50);
    }

    @Test
    void incomplete_saysPerhapsToAll() {
        assertThat(perhaps(filled(16 << 20), 2)).isEqualTo(MANY);
    }

    @Test
    void overflown_saysPerhapsToAll() {
        HashFilter filter = filled(1 << 20);
        filter.complete();
        assertThat(perhaps(filter, 2)).isEqualTo(MANY);
    }
}
