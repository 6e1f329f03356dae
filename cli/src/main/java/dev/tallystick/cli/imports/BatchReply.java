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
    private static final byte[] NONE_FAILED = ascii("\"totalFailed\":0,");
    private static final byte[] REPEATED = ascii("\"idempotent\":true");
    private static final int TOTALS_BYTES = 100;

    private BatchReply() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Hears of each refused row. */
    interface Refused {
        void row(int index, String code, String message);
    }

    /** Reports the refused rows of a batch of {@code size} and returns how many had been recorded before. */
    static int read(byte[] reply, int size, Refused refused) {
        if (indexOf(reply, NONE_FAILED, 0, Math.min(reply.length, TOTALS_BYTES)) < 0) {
            results(reply, size, refused);
        }
        int repeated = 0;
        for (int at = indexOf(reply, REPEATED, 0, reply.length); at >= 0; ) {
            repeated++;
            at = indexOf(reply, REPEATED, at + REPEATED.length, reply.length);
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

    private static int indexOf(byte[] bytes, byte[] sought, int from, int to) {
        int last = to - sought.length;
        for (int at = from; at <= last; at++) {
            int i = 0;
            while (i < sought.length && bytes[at + i] == sought[i]) {
                i++;
            }
            if (i == sought.length) {
                return at;
            }
        }
        return -1;
    }
}
