package dev.tallystick.proof.receipt;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.note.VerifierKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Receipts that a program of its own computed, and ways to spoil them. */
final class ReceiptFiles {
    static final List<String> ALL =
            List.of("checkpoint.json", "empty-window.json", "fingerprints.json", "record.json", "first-record.json");

    private ReceiptFiles() {}

    static byte[] file(String name) {
        return resource("/receipts/" + name);
    }

    static JsonObject vectors() {
        return (JsonObject) JsonReader.parse(resource("/vectors/receipt.json"));
    }

    static List<JsonValue> array(String name) {
        return ((JsonArray) Objects.requireNonNull(vectors().get(name))).values();
    }

    static VerifierKey logKey() {
        return key("logKey");
    }

    static VerifierKey customerKey() {
        return key("customerKey");
    }

    private static VerifierKey key(String name) {
        return VerifierKey.parse(((JsonString) Objects.requireNonNull(vectors().get(name))).value());
    }

    static List<VerifierKey> witnessKeys() {
        return array("witnessKeys").stream()
                .map(value -> VerifierKey.parse(((JsonString) value).value()))
                .toList();
    }

    static TrustPolicy everybody() {
        return TrustPolicy.ofLogs(List.of(logKey())).withWitnesses(witnessKeys(), 2);
    }

    private static byte[] resource(String path) {
        try (InputStream in = Objects.requireNonNull(ReceiptFiles.class.getResourceAsStream(path), path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a value, given as JSON text, at a place such as {@code records.1.balance}; null takes the place away. */
    static byte[] with(byte[] file, String place, @Nullable String json) {
        JsonValue put = json == null ? null : JsonReader.parse(json.getBytes(StandardCharsets.UTF_8));
        JsonValue changed = replaced(JsonReader.parse(file), List.of(place.split("\\.")), put);
        ByteSink sink = new ByteSink(file.length);
        new JsonWriter(sink).value(changed);
        return sink.toBytes();
    }

    private static JsonValue replaced(JsonValue in, List<String> place, @Nullable JsonValue put) {
        String name = place.getFirst();
        List<String> rest = place.subList(1, place.size());
        return switch (in) {
            case JsonObject object -> {
                Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
                if (rest.isEmpty() && put == null) {
                    members.remove(name);
                } else {
                    members.put(
                            name,
                            rest.isEmpty() ? Objects.requireNonNull(put) : replaced(members.get(name), rest, put));
                }
                yield new JsonObject(members);
            }
            case JsonArray array -> {
                List<JsonValue> values = new ArrayList<>(array.values());
                int index = Integer.parseInt(name);
                if (rest.isEmpty() && put == null) {
                    values.remove(index);
                } else {
                    values.set(
                            index,
                            rest.isEmpty() ? Objects.requireNonNull(put) : replaced(values.get(index), rest, put));
                }
                yield new JsonArray(values);
            }
            default -> throw new IllegalArgumentException("Nothing in there: " + in);
        };
    }

    static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }
}
