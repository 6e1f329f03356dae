package dev.tallystick.client;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.record.UtcText;
import java.time.Instant;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which records are meant; a record belongs to the window its {@code recordedAt} falls in.
 *
 * @param fields the request's fields and their values
 */
public record Scope(Map<String, String> fields) {
    /** The current UTC month, by the server's clock. */
    public static final Scope CURRENT_MONTH = new Scope(Map.of());

    /** Copies the map. */
    public Scope {
        fields = Map.copyOf(fields);
    }

    /** A UTC month. */
    public static Scope month(YearMonth month) {
        return new Scope(Map.of("period", month.toString()));
    }

    /** From {@code start}, inclusive, to {@code end}, exclusive; at most 24 months, unless the server allows more. */
    public static Scope between(Instant start, Instant end) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("startDate", UtcText.of(start));
        fields.put("endDate", UtcText.of(end));
        return new Scope(fields);
    }

    /** Everything after a checkpoint, by its proof root. */
    public static Scope afterCheckpoint(Hash proofRoot) {
        return new Scope(Map.of("startingCheckpoint", proofRoot.toString(), "startingCheckpointType", "proofRoot"));
    }
}
