package dev.tallystick.cli;

import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members of a reply, for printing: what is absent or of another type is nothing rather than an error. */
final class Members {
    private Members() {}

    /** The text, or an empty one. */
    static String string(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.value() : "";
    }

    static @Nullable BigDecimal number(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber number ? number.value() : null;
    }

    static @Nullable Long whole(JsonObject object, String name) {
        BigDecimal number = number(object, name);
        return number == null ? null : (Long) number.longValue();
    }

    static @Nullable JsonObject object(JsonObject object, String name) {
        return object.get(name) instanceof JsonObject inner ? inner : null;
    }

    static List<JsonObject> objects(JsonObject object, String name) {
        List<JsonObject> objects = new ArrayList<>();
        if (object.get(name) instanceof JsonArray array) {
            array.values().forEach(value -> {
                if (value instanceof JsonObject each) {
                    objects.add(each);
                }
            });
        }
        return objects;
    }

    static List<String> texts(JsonObject object, String name) {
        List<String> texts = new ArrayList<>();
        if (object.get(name) instanceof JsonArray array) {
            array.values().forEach(value -> texts.add(value instanceof JsonString text ? text.value() : ""));
        }
        return texts;
    }
}
