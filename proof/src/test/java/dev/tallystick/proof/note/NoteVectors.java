package dev.tallystick.proof.note;

import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The vectors of notes, which were computed by a program of its own. */
final class NoteVectors {
    private NoteVectors() {}

    static List<JsonObject> section(String name) {
        try (InputStream in = Objects.requireNonNull(NoteVectors.class.getResourceAsStream("/vectors/note.json"))) {
            JsonObject root = (JsonObject) JsonReader.parse(in.readAllBytes());
            return values(root, name).stream().map(JsonObject.class::cast).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonValue> values(JsonObject object, String name) {
        return ((JsonArray) Objects.requireNonNull(object.get(name), name)).values();
    }

    static String text(JsonObject vector, String name) {
        return ((JsonString) Objects.requireNonNull(vector.get(name), name)).value();
    }

    static byte[] bytes(JsonObject vector, String name) {
        return text(vector, name).getBytes(StandardCharsets.UTF_8);
    }

    static long whole(JsonObject vector, String name) {
        return whole(Objects.requireNonNull(vector.get(name), name));
    }

    private static long whole(JsonValue value) {
        return ((JsonNumber) value).value().longValueExact();
    }

    static List<Long> wholes(JsonObject vector, String name) {
        return values(vector, name).stream().map(NoteVectors::whole).toList();
    }

    static List<String> texts(JsonObject vector, String name) {
        return values(vector, name).stream()
                .map(value -> ((JsonString) value).value())
                .toList();
    }

    static List<VerifierKey> keys() {
        return section("keys").stream()
                .map(vector -> VerifierKey.parse(text(vector, "vkey")))
                .toList();
    }
}
