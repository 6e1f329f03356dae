package dev.tallystick.server.http;

import dev.tallystick.ledger.event.EventCadence;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonString;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a customer as a body names them; null where absent.
 *
 * @param displayName an empty text stands for none
 * @param unitLabel an empty text stands for none
 */
record CustomerFields(
        @Nullable String displayName,
        @Nullable EventCadence eventCadence,
        @Nullable String unitLabel,
        @Nullable String sharingStateHint) {
    private static final int DISPLAY_NAME_MAX = 200;
    private static final int UNIT_LABEL_MAX = 40;
    private static final int WORD_MAX = 40;

    private static final Set<String> NAMES = Set.of("displayName", "eventCadence", "unitLabel", "sharingStateHint");

    /** Reads the settings; {@code others} are further members that the body may have. */
    static CustomerFields of(JsonObject body, Set<String> others) {
        for (String name : body.members().keySet()) {
            if (!NAMES.contains(name) && !others.contains(name)) {
                throw Fields.unknown(name);
            }
        }
        return new CustomerFields(
                text(body, "displayName", DISPLAY_NAME_MAX),
                cadence(Fields.text("eventCadence", body.get("eventCadence"), WORD_MAX)),
                text(body, "unitLabel", UNIT_LABEL_MAX),
                word(Fields.text("sharingStateHint", body.get("sharingStateHint"), WORD_MAX)));
    }

    private static @Nullable String text(JsonObject body, String name, int max) {
        boolean none = body.get(name) instanceof JsonString text && text.value().isEmpty();
        return none ? "" : Fields.text(name, body.get(name), max);
    }

    private static @Nullable EventCadence cadence(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (EventCadence cadence : EventCadence.values()) {
            if (cadence.name().equals(text)) {
                return cadence;
            }
        }
        throw Fields.refused(
                "eventCadence",
                "eventCadence must be one of "
                        + Arrays.stream(EventCadence.values()).map(Enum::name).collect(Collectors.joining(", "))
                        + ", but '" + Query.clipped(text) + "' was sent.");
    }

    private static @Nullable String word(@Nullable String text) {
        if (text != null && !text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || c == '_')) {
            throw Fields.refused(
                    "sharingStateHint",
                    "sharingStateHint must be a word of A to Z and _ such as INHERIT, but '" + Query.clipped(text)
                            + "' was sent.");
        }
        return text;
    }
}
