package dev.tallystick.client;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which records are meant; a record belongs to the window its {@code recordedAt} falls in, if not
 * {@linkplain #byTimeOfUse told otherwise}.
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

    /**
     * The same window by time of use: what was used in it, whenever it was recorded. For derive and compare; what is sealed
     * goes by time recorded, and so does everything after a checkpoint.
     */
    public Scope byTimeOfUse() {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put("timeBasis", "occurred");
        return new Scope(more);
    }

    /** Everything after a checkpoint, by its proof root. */
    public static Scope afterCheckpoint(Hash proofRoot) {
        return new Scope(Map.of("startingCheckpoint", proofRoot.toString(), "startingCheckpointType", "proofRoot"));
    }

    /** Writes the fields as an object's members. */
    void writeTo(JsonWriter json) {
        fields.forEach((name, value) -> json.name(name).value(value));
    }

    /** Returns the fields as further parameters of a query. */
    String query() {
        StringBuilder query = new StringBuilder();
        fields.forEach(
                (name, value) -> query.append('&').append(name).append('=').append(encoded(value)));
        return query.toString();
    }

    static String encoded(String text) {
        // The form encoding writes a space as +, which a path would keep.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
