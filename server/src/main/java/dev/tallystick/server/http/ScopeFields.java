package dev.tallystick.server.http;

import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.read.AccountHead;
import dev.tallystick.ledger.read.Position;
import dev.tallystick.ledger.scope.Scope;
import dev.tallystick.ledger.scope.ScopeParser;
import dev.tallystick.ledger.scope.ScopeRequest;
import dev.tallystick.ledger.scope.StartingCheckpoint;
import dev.tallystick.ledger.scope.TimeBasis;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonWriter;
import dev.tallystick.proof.record.UtcText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The scope of a question: read from a query or a body, and echoed in the reply. */
final class ScopeFields {
    /** Their names in a body. */
    static final Set<String> NAMES =
            Set.of("period", "timePreset", "startDate", "endDate", "startingCheckpoint", "startingCheckpointType");

    private static final int TEXT_MAX = 200;

    private ScopeFields() {}

    /**
     * A scope that may begin at a checkpoint, which is looked up once the customer is known; everything else is checked
     * by now.
     */
    interface Resumable {
        /**
         * The scope for this customer.
         *
         * @throws dev.tallystick.ledger.outcome.RefusedException if the checkpoint is none of the customer's
         */
        Scope of(AccountHead head);
    }

    /** @throws dev.tallystick.ledger.outcome.RefusedException if the fields are wrong or contradict each other */
    static Scope of(Query query, Caller caller, int scopeMonthsMax) {
        return parse(request(query), caller, scopeMonthsMax);
    }

    /** @throws dev.tallystick.ledger.outcome.RefusedException if the fields are wrong or contradict each other */
    static Scope of(JsonObject body, Caller caller, int scopeMonthsMax) {
        return parse(request(body), caller, scopeMonthsMax);
    }

    /** @throws dev.tallystick.ledger.outcome.RefusedException if the fields are wrong or contradict each other */
    static Resumable resumable(Query query, Caller caller, int scopeMonthsMax) {
        return resumable(request(query), caller, scopeMonthsMax);
    }

    /** @throws dev.tallystick.ledger.outcome.RefusedException if the fields are wrong or contradict each other */
    static Resumable resumable(JsonObject body, Caller caller, int scopeMonthsMax) {
        return resumable(request(body), caller, scopeMonthsMax);
    }

    private static Resumable resumable(ScopeRequest request, Caller caller, int scopeMonthsMax) {
        if (request.startsAtCheckpoint()) {
            StartingCheckpoint.check(request);
            return head -> StartingCheckpoint.resolve(
                    caller.plane().reader(), head, request, caller.plane().now(), scopeMonthsMax);
        }
        Scope scope = parse(request, caller, scopeMonthsMax);
        return head -> scope;
    }

    /** Whether any field of a scope was sent. */
    static boolean given(Query query) {
        return !request(query).equals(ScopeRequest.NONE);
    }

    private static ScopeRequest request(Query query) {
        return new ScopeRequest(
                query.one("period"),
                query.one("timePreset"),
                date(query.one("startDate")),
                date(query.one("endDate")),
                query.one("startingCheckpoint"),
                query.one("startingCheckpointType"));
    }

    private static ScopeRequest request(JsonObject body) {
        return new ScopeRequest(
                text(body, "period"),
                text(body, "timePreset"),
                text(body, "startDate"),
                text(body, "endDate"),
                text(body, "startingCheckpoint"),
                text(body, "startingCheckpointType"));
    }

    /** Whether a scope goes by when usage happened rather than by when it was recorded. */
    static boolean byOccurrence(Query query) {
        return basis(query.one("timeBasis")) == TimeBasis.OCCURRED;
    }

    /** Refuses a scope that begins at a checkpoint: that is a place in the order of records and no time of use. */
    static void requireTimes(Scope scope) {
        if (scope.opening() != null) {
            throw new RefusedException(Refusal.of(
                    RefusalCode.INVALID_SCOPE_COMBINATION,
                    "startingCheckpoint goes by the order of records, timeBasis=occurred by the time of usage. Send one of"
                            + " them."));
        }
    }

    /** The time that a scope goes by; recorded if nothing was sent. */
    static TimeBasis basis(@Nullable String basis) {
        if (basis == null || basis.equals("recorded")) {
            return TimeBasis.RECORDED;
        }
        if (basis.equals("occurred")) {
            return TimeBasis.OCCURRED;
        }
        throw Fields.refused(
                "timeBasis", "timeBasis must be recorded or occurred, but '" + Query.clipped(basis) + "' was sent.");
    }

    private static @Nullable String text(JsonObject body, String name) {
        return Fields.text(name, body.get(name), TEXT_MAX);
    }

    /** A plus sign that a client forgot to escape arrives as a space, and no time has a space. */
    private static @Nullable String date(@Nullable String text) {
        return text == null ? null : text.replace(' ', '+');
    }

    private static Scope parse(ScopeRequest request, Caller caller, int scopeMonthsMax) {
        Scope scope = ScopeParser.parse(request, caller.plane().now(), scopeMonthsMax);
        if (scope.end() > UtcText.MILLIS_MAX) {
            throw Fields.refused("period", "The scope must end in the year 9999 or before.");
        }
        return scope;
    }

    /** Writes the member {@code scope}. */
    static void write(JsonWriter json, Scope scope) {
        json.name("scope")
                .beginObject()
                .name("period")
                .value(scope.period())
                .name("startDate")
                .value(UtcText.of(scope.start()))
                .name("endDate")
                .value(UtcText.of(scope.end()));
        Position opening = scope.opening();
        if (opening != null) {
            json.name("afterSequence").value(opening.sequence());
        }
        json.endObject();
    }
}
