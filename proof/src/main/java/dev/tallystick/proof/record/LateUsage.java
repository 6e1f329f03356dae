package dev.tallystick.proof.record;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Usage that was recorded after its month was over. Stateless. */
public final class LateUsage {
    private LateUsage() {}

    /**
     * The UTC month in which usage happened, {@code YYYY-MM}, if that month was over when it was recorded; else null.
     *
     * @param occurredAt when it happened, or null if that was not said
     * @param recordedAt milliseconds since the epoch
     */
    public static @Nullable String month(@Nullable Instant occurredAt, long recordedAt) {
        if (occurredAt == null) {
            return null;
        }
        YearMonth happened = YearMonth.from(occurredAt.atOffset(ZoneOffset.UTC));
        YearMonth recorded = YearMonth.from(Instant.ofEpochMilli(recordedAt).atOffset(ZoneOffset.UTC));
        return happened.isBefore(recorded) ? happened.toString() : null;
    }
}
