package dev.tallystick.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.ledger.event.EventType;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class EntryKindsTest {
    @Test
    void everyTypeHasWords() throws Exception {
        int types = 0;
        for (Field field : EventType.class.getFields()) {
            int type = field.getInt(null);
            assertThat(EntryKinds.name(type, 1)).as(field.getName()).matches("[A-Za-z ]+");
            assertThat(EntryKinds.name(type, 2))
                    .as(field.getName())
                    .matches("[A-Za-z ]+")
                    .isNotEqualTo(EntryKinds.name(type, 1));
            types++;
        }
        assertThat(types).isGreaterThan(18);
    }

    @Test
    void severalAreNotOne() {
        assertThat(EntryKinds.name(EventType.CHECKPOINT_SEALED, 38)).isEqualTo("checkpoints");
        assertThat(EntryKinds.name(EventType.DELIVERY_GIVEN_UP, 2)).isEqualTo("deliveries given up");
        assertThat(EntryKinds.name(200, 1)).isEqualTo("of type 200 (unknown to this program)");
    }
}
