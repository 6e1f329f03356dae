package dev.tallystick.cli;

import static dev.tallystick.cli.Members.object;
import static dev.tallystick.cli.Members.string;
import static dev.tallystick.cli.Members.whole;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.words.Moments;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * More was used in a window than was recorded in it: what whoever looks for last month's usage by the time it was recorded
 * needs to be told.
 *
 * @param customerId whose usage
 * @param scope the window, as replies tell it
 * @param recorded how many records the window has by time recorded
 * @param used how many it has by time of use; more than {@code recorded}
 */
record LateUsage(String customerId, JsonObject scope, long recorded, long used) {
    private static final String DERIVE = "/api/v1/balance/derive";

    /** Asks how many records a window has by either time; null if by time of use it has no more, or nobody can say. */
    static @Nullable LateUsage of(ApiClient client, String customerId, WindowOptions window) {
        return of(client, window.addTo(new Target(DERIVE).part(customerId)).with("limit", 1));
    }

    private static @Nullable LateUsage of(ApiClient client, Target recorded) {
        try {
            return client.get(recorded.toString()) instanceof JsonObject derived ? of(client, derived) : null;
        } catch (CommandFailure e) {
            // What the command was asked for is done: advice that cannot be had is none.
            return null;
        }
    }

    /** The same where a reply by time recorded already tells customer, scope and count: one question less. */
    static @Nullable LateUsage of(ApiClient client, JsonObject reply) {
        JsonObject scope = object(reply, "scope");
        Long recorded = whole(reply, "deltaCount");
        // A scope after a checkpoint is a place in the order of records, which has no counterpart by time of use.
        if (scope == null || recorded == null || scope.get("afterSequence") != null) {
            return null;
        }
        String customerId = string(reply, "customerId");
        Target byUse = new Target(DERIVE)
                .part(customerId)
                .with("startDate", string(scope, "startDate"))
                .with("endDate", string(scope, "endDate"))
                .with("timeBasis", "occurred")
                .with("limit", 1);
        try {
            JsonValue derived = client.get(byUse.toString());
            Long used = derived instanceof JsonObject object ? whole(object, "deltaCount") : null;
            return used != null && used > recorded ? new LateUsage(customerId, scope, recorded, used) : null;
        } catch (CommandFailure e) {
            return null;
        }
    }

    /** Tells it on standard error, as what a command prints is for the next program; for commands that take either time. */
    static void tellOption(@Nullable LateUsage late) {
        if (late != null) {
            System.err.println(late.sentence() + ": try --time-basis occurred.");
        }
    }

    /** The same for commands that only go by time recorded, if nothing at all was recorded; returns whether it was told. */
    static boolean tellBelongs(@Nullable LateUsage late) {
        if (late == null || late.recorded > 0) {
            return false;
        }
        System.err.println(late.sentence() + ". " + belongs(late.customerId + " " + late.options()));
        return true;
    }

    /** Where to look for late usage. */
    static String belongs(String derived) {
        return "Late usage belongs to the window in which it was recorded, whatever its own time: a checkpoint or receipt of"
                + " that one covers it. See usage by its own time with './tallystick derive " + derived
                + " --time-basis occurred'.";
    }

    /** Without its full stop. */
    String sentence() {
        String none = recorded == 0
                ? "No record was recorded in " + window()
                : "Only " + recorded + (recorded == 1 ? " record was" : " records were") + " recorded in " + window();
        return none + ", but " + used + (used == 1 ? " was" : " were") + " used in it";
    }

    private String window() {
        String period = string(scope, "period");
        return period.isEmpty() ? "the window from " + start() + " to before " + end() : period;
    }

    private String options() {
        String period = string(scope, "period");
        return period.isEmpty() ? "--start " + start() + " --end " + end() : "--period " + period;
    }

    private String start() {
        return Moments.of(string(scope, "startDate"));
    }

    private String end() {
        return Moments.of(string(scope, "endDate"));
    }
}
