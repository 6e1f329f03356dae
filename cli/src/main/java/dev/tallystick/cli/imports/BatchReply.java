package dev.tallystick.cli.imports;

import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what came of a batch. A reply in which nothing failed is only looked through, for reading all of it would cost
 * as much as everything else here together: it begins with its totals, and the sought bytes cannot stand within a JSON
 * string, where the quotes would be escaped.
 */
final class BatchReply {
    private static final String NONE_FAILED = "\"totalFailed\":0,";
    private static final String REPEATED = "\"idempotent\":true";
    private static final int TOTALS_BYTES = 100;

    private BatchReply() {}

    /** Hears of each refused row. */
    interface Refused {
        void row(int index, String code, String message);
    }

    /** Reports the refused rows of a batch of {@code size} and returns how many had been recorded before. */
    static int read(byte[] reply, int size, Refused refused) {
        // One character a byte: the platform looks through such a text many bytes at a time.
        String text = new String(reply, StandardCharsets.ISO_8859_1);
        if (!text.substring(0, Math.min(text.length(), TOTALS_BYTES)).contains(NONE_FAILED)) {
            results(reply, size, refused);
        }
        int repeated = 0;
        for (int at = text.indexOf(REPEATED); at >= 0; at = text.indexOf(REPEATED, at + REPEATED.length())) {
            repeated++;
        }
        return repeated;
    }

    private static void results(byte[] reply, int size, Refused refused) {
        JsonObject body = BatchPoster.parse(reply);
        JsonValue data = body == null ? null : body.get("data");
        if (!(data instanceof JsonObject object)
                || !(object.get("results") instanceof JsonArray results)
                || results.values().size() != size) {
            throw ImportFailure.surroundings(
                    "What answers there is no Tallystick server: a batch of " + size
                            + " rows was not answered with as many results.",
                    null);
        }
        for (int i = 0; i < size; i++) {
            if (results.values().get(i) instanceof JsonObject row
                    && "FAILED".equals(BatchPoster.text(row.get("status")))) {
                refused.row(i, said(row.get("error")), said(row.get("message")));
            }
        }
    }

    private static String said(@Nullable JsonValue value) {
        String text = BatchPoster.text(value);
        return text == null ? "" : text;
    }
}
