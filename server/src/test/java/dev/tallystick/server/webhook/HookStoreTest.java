package dev.tallystick.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookStoreTest {
    private static final String TENANT = "ten_aaaaaaaaaaaa";

    @Test
    void whatIsPublishedIsKeptWhenTheDeliveryLogIsCut(@TempDir Path folder) {
        int more = 3 * HookStore.LOG_MAX;
        try (HookStore store = new HookStore(folder)) {
            for (int place = 1; place <= 300; place++) {
                publish(store, "webhook_a", place);
            }
            publish(store, "webhook_b", 1);
            for (int i = 0; i < more; i++) {
                store.delivery(delivery(i));
            }
            store.flush();
            assertThat(store.deliveries(TENANT, any -> true)).hasSizeLessThan(more);
            store.settled("webhook_a", 2);
        }
        try (HookStore store = new HookStore(folder)) {
            assertThat(store.published("webhook_a"))
                    .hasSize(299)
                    .extracting(each -> each.place)
                    .startsWith(1L, 3L, 4L)
                    .endsWith(299L, 300L)
                    .isSorted();
            store.forget("webhook_a");
            assertThat(store.published("webhook_a")).isEmpty();
            assertThat(store.published("webhook_b")).hasSize(1).allSatisfy(each -> {
                assertThat(each.attempts).isEqualTo(4);
                assertThat(each.nextAt).isEqualTo(77);
                assertThat(each.published).isEqualTo(notice(1));
            });
        }
    }

    private static void publish(HookStore store, String endpoint, int place) {
        Pending each = Pending.published(notice(place));
        each.place = place;
        each.attempts = 4;
        each.nextAt = 77;
        store.publish(endpoint, each);
    }

    private static Notice notice(int number) {
        return new Notice("evt_1_x" + number, TENANT, "delta.failed", "acme", 1, new Notice.Json("{\"n\":1}"));
    }

    private static Delivery delivery(int number) {
        return new Delivery(
                TENANT,
                "webhook_a",
                String.format("evt_%013d_x0", number),
                "delta.failed",
                "acme",
                Delivery.Status.PENDING,
                number,
                0,
                "{}",
                List.of());
    }
}
