package dev.tallystick.proof.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A JSON object: members with distinct names, kept in the order in which they were written. */
public final class JsonObject implements JsonValue {
    /** The object without members. */
    public static final JsonObject EMPTY = owning(new LinkedHashMap<>(0));

    private final Map<String, JsonValue> members;

    /** Copies the map, in its iteration order. */
    public JsonObject(Map<String, ? extends JsonValue> members) {
        this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    private JsonObject(SequencedMap<String, JsonValue> owned) {
        this.members = Collections.unmodifiableSequencedMap(owned);
    }

    /** Takes over a map that nobody else will change. */
    static JsonObject owning(SequencedMap<String, JsonValue> members) {
        return new JsonObject(members);
    }

    /** Returns the member's value, or null without such a member; a member that is JSON null is {@link JsonNull}. */
    public @Nullable JsonValue get(String name) {
        return members.get(name);
    }

    /** Returns all members in order; the map cannot be changed. */
    public Map<String, JsonValue> members() {
        return members;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return "JsonObject" + members;
    }
}
