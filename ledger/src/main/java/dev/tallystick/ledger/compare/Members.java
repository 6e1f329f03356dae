package dev.tallystick.ledger.compare;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object of a report under construction; null becomes JSON null. For one thread. */
final class Members {
    private final Map<String, JsonValue> members = new LinkedHashMap<>();
    private final boolean amountsAsStrings;

    Members(boolean amountsAsStrings) {
        this.amountsAsStrings = amountsAsStrings;
    }

    Members put(String name, @Nullable JsonValue value) {
        members.put(name, value == null ? JsonNull.NULL : value);
        return this;
    }

    Members put(String name, @Nullable String text) {
        return put(name, text == null ? null : new JsonString(text));
    }

    Members put(String name, @Nullable Boolean bool) {
        return put(name, bool == null ? null : bool ? JsonBoolean.TRUE : JsonBoolean.FALSE);
    }

    Members put(String name, @Nullable Long number) {
        return put(name, number == null ? null : JsonNumber.of(number));
    }

    Members put(String name, @Nullable Amount amount) {
        if (amount == null) {
            return put(name, (JsonValue) null);
        }
        return put(name, amountsAsStrings ? new JsonString(amount.toString()) : new JsonNumber(amount.value()));
    }

    <T> Members put(String name, List<T> values, Function<T, JsonValue> each) {
        return put(name, new JsonArray(values.stream().map(each).toList()));
    }

    JsonObject object() {
        return new JsonObject(members);
    }
}
