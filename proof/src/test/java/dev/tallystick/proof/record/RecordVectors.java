package dev.tallystick.proof.record;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;

/** The published test vectors, which were computed by a program of its own, not by this code. */
final class RecordVectors {
    static final String RESOURCE = "/vectors/record.json";

    private RecordVectors() {}

    static byte[] file() throws IOException {
        try (InputStream in = Objects.requireNonNull(RecordVectors.class.getResourceAsStream(RESOURCE))) {
            return in.readAllBytes();
        }
    }

    static List<JsonObject> section(String name) throws IOException {
        JsonObject file = (JsonObject) JsonReader.parse(file());
        return ((JsonArray) Objects.requireNonNull(file.get(name)))
                .values().stream().map(JsonObject.class::cast).toList();
    }

    static String text(JsonObject vector, String name) {
        return ((JsonString) Objects.requireNonNull(vector.get(name), name)).value();
    }

    static long whole(JsonObject vector, String name) {
        return ((JsonNumber) Objects.requireNonNull(vector.get(name), name))
                .value()
                .longValueExact();
    }

    static JsonObject object(String json) {
        return (JsonObject) JsonReader.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads what a client sent, as the record specification says. */
    static DeltaItem item(JsonObject sent) {
        JsonObject adjusts = (JsonObject) sent.get("adjusts");
        String occurredAt = optional(sent, "occurredAt");
        return new DeltaItem(
                text(sent, "customerId"),
                amount(Objects.requireNonNull(sent.get("delta"))),
                text(sent, "reason"),
                optional(sent, "referenceId"),
                (JsonObject) sent.get("metadata"),
                adjusts == null ? null : new Adjusts(optional(adjusts, "recordId"), optional(adjusts, "referenceId")),
                occurredAt == null ? null : OffsetDateTime.parse(occurredAt).toInstant());
    }

    private static Amount amount(JsonValue value) {
        return value instanceof JsonString string
                ? Amount.parse(string.value())
                : Amount.of(((JsonNumber) value).value());
    }

    private static String optional(JsonObject object, String name) {
        return object.get(name) == null ? null : text(object, name);
    }
}
