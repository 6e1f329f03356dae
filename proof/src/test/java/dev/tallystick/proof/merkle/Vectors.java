package dev.tallystick.proof.merkle;

import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Test vectors from resources; each file names its source. */
final class Vectors {
    private Vectors() {}

    static List<JsonObject> section(String file, String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file))) {
            JsonObject root = (JsonObject) JsonReader.parse(in.readAllBytes());
            return ((JsonArray) Objects.requireNonNull(root.get(name)))
                    .values().stream().map(JsonObject.class::cast).toList();
        }
    }

    static String text(JsonObject vector, String name) {
        return ((JsonString) Objects.requireNonNull(vector.get(name), name)).value();
    }

    // Numbers of 2^63 and more come as negative ones, as they would from eight bytes.
    static long whole(JsonObject vector, String name) {
        return ((JsonNumber) Objects.requireNonNull(vector.get(name), name))
                .value()
                .toBigIntegerExact()
                .longValue();
    }

    static boolean flag(JsonObject vector, String name) {
        return ((JsonBoolean) Objects.requireNonNull(vector.get(name), name)).value();
    }

    static List<String> texts(JsonObject vector, String name) {
        return ((JsonArray) Objects.requireNonNull(vector.get(name), name))
                .values().stream().map(value -> ((JsonString) value).value()).toList();
    }

    static Hash hex(String text) {
        return Hash.wrap(HexFormat.of().parseHex(text));
    }

    static Hash base64(String text) {
        return Hash.wrap(Base64.getDecoder().decode(text));
    }
}
