package dev.tallystick.cli.imports;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Reads what came of a batch that was sent with {@code results=failed}. */
final class BatchReply {
    private BatchReply() {}

    /** Hears of each refused row. */
    interface Refused {
        void row(int index, String code, String message);
    }

    /** Reports the refused rows of a batch of {@code size} and returns how many had been recorded before. */
    static int read(byte[] reply, int size, Refused refused) {
        JsonObject body = BatchPoster.parse(reply);
        if (body == null
                || !(body.get("data") instanceof JsonObject data)
                || !(data.get("results") instanceof JsonArray failed)
                || count(data, "totalQueued") + failed.values().size() != size) {
            throw foreign(size);
        }
        for (JsonValue value : failed.values()) {
            if (!(value instanceof JsonObject row)) {
                throw foreign(size);
            }
            int index = count(row, "index");
            if (index < 0 || index >= size) {
                throw foreign(size);
            }
            refused.row(index, said(row.get("error")), said(row.get("message")));
        }
        return count(data, "totalRepeated");
    }

    private static CommandFailure foreign(int size) {
        return CommandFailure.surroundings(
                "What answers there is no Tallystick server, or an older one: a batch of " + size
                        + " rows was not answered with what came of them.",
                null);
    }

    private static int count(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber number ? number.value().intValue() : -1;
    }

    private static String said(@Nullable JsonValue value) {
        String text = BatchPoster.text(value);
        return text == null ? "" : text;
    }
}
