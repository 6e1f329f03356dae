package dev.tallystick.server.index.hashes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockFilterTest {
    private static final int MANY = 400_000;

    @Test
    void filter_passesAllThatWereAdded_andFewOthers() {
        BlockFilter filter = new BlockFilter(MANY);
        new Random(1).longs(MANY).forEach(filter::add);
        assertThat(new Random(1).longs(MANY).allMatch(filter::mayContain)).isTrue();
        assertThat(new Random(2).longs(MANY).filter(filter::mayContain).count()).isLessThan(MANY / 1_000);
        assertThat(filter.bytes()).isEqualTo(BlockFilter.bytes(MANY)).isBetween(2L * MANY, 2L * MANY + 64);
    }
}
