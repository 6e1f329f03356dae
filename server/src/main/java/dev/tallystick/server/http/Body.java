package dev.tallystick.server.http;

import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;

/**
 * A request's body as received.
 *
 * @param bytes holds it from index 0; shared, not to be changed
 * @param length how many of them
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; it lives for one request.
record Body(byte[] bytes, int length) {
    /** What a value of parsed JSON takes at most, measured as the map entry of a one-letter member. */
    private static final int VALUE_BYTES = 100;

    /**
     * Parses the body as a JSON object, having claimed the memory that takes.
     *
     * @throws ProblemException 400 {@code MALFORMED_JSON}, or 400 {@code VALIDATION_ERROR} for JSON of another type
     */
    JsonObject object(int depthMax, MemoryBudget.Lease lease) {
        lease.claim(parsedBytes());
        try {
            if (JsonReader.parse(bytes, 0, length, depthMax) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            throw Problem.malformedJson("The body is not JSON this server takes: " + e.getMessage())
                    .toException();
        }
        throw Problem.invalid("body", "The body must be a JSON object.").toException();
    }

    private long parsedBytes() {
        long values = 8;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == ',' || b == '[' || b == '{') {
                values++;
            }
        }
        return values * VALUE_BYTES + length;
    }
}
