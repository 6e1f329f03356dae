package dev.tallystick.server.http;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.read.LedgerUnreadableException;
import dev.tallystick.server.sequencer.PlaneStoppedException;
import dev.tallystick.server.sequencer.RecordUnreadableException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error reply before it is rendered.
 *
 * @param status HTTP status
 * @param code the wire code
 * @param message what is wrong and what to do about it
 * @param details further members of the {@code error} object
 * @param retryAfterSeconds when to try again, 0 for nothing said
 * @param allow the methods a 405 lists, else null
 */
record Problem(
        int status,
        String code,
        String message,
        Map<String, String> details,
        int retryAfterSeconds,
        @Nullable String allow) {
    /** A refusal's detail that becomes {@link #retryAfterSeconds}. */
    private static final String RETRY_AFTER = "retryAfterSeconds";

    /** An operator takes at least so long to put a journal in order; clients give up rather than wait for it. */
    private static final int REPAIR_SECONDS = 600;

    static Problem of(int status, String code, String message) {
        return new Problem(status, code, message, Map.of(), 0, null);
    }

    static Problem of(Refusal refusal) {
        Map<String, String> details = refusal.details();
        String wait = details.get(RETRY_AFTER);
        if (wait != null) {
            details = new LinkedHashMap<>(details);
            details.remove(RETRY_AFTER);
        }
        return new Problem(
                statusOf(refusal.code()),
                refusal.code().name(),
                refusal.message(),
                details,
                wait == null ? 0 : Integer.parseInt(wait),
                null);
    }

    private static int statusOf(RefusalCode code) {
        return switch (code) {
            case MALFORMED_JSON, VALIDATION_ERROR, INVALID_SCOPE_COMBINATION, SCOPE_TOO_WIDE -> 400;
            case NOT_FOUND, CUSTOMER_NOT_FOUND, RECORD_NOT_FOUND -> 404;
            case IDEMPOTENCY_CONFLICT, REFERENCE_CONFLICT -> 409;
            case ADJUSTS_UNKNOWN_RECORD -> 422;
            case CADENCE_LIMIT -> 429;
        };
    }

    static Problem invalid(String field, String message) {
        return of(Refusal.invalid(field, message));
    }

    static Problem invalidKey() {
        return of(
                401,
                "INVALID_API_KEY",
                "The API key is missing, malformed, unknown or revoked. Send a valid key in the X-Api-Key header.");
    }

    static Problem noSession() {
        return of(
                401,
                "INVALID_API_KEY",
                "This needs an operator session. Log in with POST /dashboard/auth/login and send the token as"
                        + " Authorization: Bearer, or the cookie.");
    }

    static Problem forbidden(String code, String message) {
        return of(403, code, message);
    }

    static Problem refusal(RefusalCode code, String message) {
        return of(Refusal.of(code, message));
    }

    static Problem noRoute() {
        return of(404, "NOT_FOUND", "There is nothing at this path. GET /openapi.json lists what this server offers.");
    }

    static Problem methodNotAllowed(String allow) {
        return new Problem(405, "METHOD_NOT_ALLOWED", "This path takes " + allow + " only.", Map.of(), 0, allow);
    }

    static Problem tooLarge(long limit) {
        return new Problem(
                413,
                "PAYLOAD_TOO_LARGE",
                "The body may have at most " + limit + " bytes. Send less at a time.",
                Map.of("limit", Long.toString(limit)),
                0,
                null);
    }

    static Problem mediaType(String message) {
        return of(415, "UNSUPPORTED_MEDIA_TYPE", message);
    }

    static Problem malformedJson(String message) {
        return of(400, "MALFORMED_JSON", message);
    }

    static Problem unavailable(String message) {
        return retryLater(503, "SERVICE_UNAVAILABLE", message, 1);
    }

    static Problem retryLater(int status, String code, String message, int seconds) {
        return new Problem(status, code, message, Map.of(), seconds, null);
    }

    static Problem busy() {
        return unavailable("More writes are waiting than the server takes on. Nothing was stored; try again shortly.");
    }

    static Problem tooManyReplies() {
        return unavailable(
                "The server holds as many large replies as it has memory for, until their clients have read them."
                        + " Try again shortly, or ask for fewer rows at a time (limit, offset).");
    }

    static Problem stopped(PlaneStoppedException stopped) {
        return retryLater(
                503,
                "SERVICE_UNAVAILABLE",
                stopped.perhapsStored()
                        ? "Writing stopped while this request was being stored, so it may be found after the next start."
                                + " Repeat it with its referenceId or Idempotency-Key: with one of them it is never stored twice."
                        : "The server takes no writes at present. Nothing was stored; try again later.",
                5);
    }

    /** Of a read. */
    static Problem unreadable(LedgerUnreadableException unreadable) {
        String place = unreadable instanceof RecordUnreadableException record ? record.damagedPlace() : null;
        return place == null
                ? retryLater(
                        503,
                        "SERVICE_UNAVAILABLE",
                        "The server cannot read its storage at present. The operator finds the cause in the log; try"
                                + " again later.",
                        5)
                : damaged("A record that this answer needs is damaged in the server's journal (" + place + ").");
    }

    /** Of a write: nothing of it was stored. */
    static Problem undecided(RecordUnreadableException unreadable) {
        String place = unreadable.damagedPlace();
        return place == null
                ? retryLater(
                        503,
                        "SERVICE_UNAVAILABLE",
                        "The server cannot read a record that this request has to be held against. Nothing of this request"
                                + " was stored; try again later.",
                        5)
                : damaged("A record that this request has to be held against is damaged in the server's journal ("
                        + place + "). Nothing of this request was stored.");
    }

    private static Problem damaged(String what) {
        return retryLater(
                503,
                "SERVICE_UNAVAILABLE",
                what + " Repeating it does not help until the operator has repaired or restored the journal.",
                REPAIR_SECONDS);
    }

    static Problem internal() {
        return of(
                500,
                "INTERNAL",
                "The server failed in a way it should not. Its log tells more under this requestId; please report it.");
    }

    ProblemException toException() {
        return new ProblemException(this);
    }
}
