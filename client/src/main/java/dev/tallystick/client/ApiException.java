package dev.tallystick.client;

import dev.tallystick.proof.json.JsonObject;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The server's answer was "no". {@link #code()} is what programs branch on; the message says what to do. */
public final class ApiException extends TallystickException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final @Nullable String requestId;
    private final @Nullable String field;
    private final @Nullable Duration retryAfter;
    private final transient JsonObject details;

    ApiException(
            int status,
            String code,
            String message,
            @Nullable String requestId,
            @Nullable Duration retryAfter,
            JsonObject details) {
        super(message, null);
        this.status = status;
        this.code = code;
        this.requestId = requestId;
        this.field = Members.textOf(details, "field");
        this.retryAfter = retryAfter;
        this.details = details;
    }

    /** Returns the HTTP status, 400 to 599; 202 where a repeated request was still running at the last attempt. */
    public int status() {
        return status;
    }

    /** Returns the server's code, such as {@code REFERENCE_CONFLICT}; {@code HTTP_} and the status where it sent none. */
    public String code() {
        return code;
    }

    /** Returns what the server's log calls this request, or null. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** Returns the field of the request that is at fault, or null. */
    public @Nullable String field() {
        return field;
    }

    /** Returns how long the server asks to wait, or null. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Returns the whole {@code error} object of the reply, such as both hashes of a conflict. */
    public JsonObject details() {
        return details;
    }
}
