package dev.tallystick.server.http;

import dev.tallystick.ledger.compare.ClaimedRow;
import dev.tallystick.ledger.compare.SideClaim.ClaimedWindow;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.ledger.scope.Granularity;
import dev.tallystick.ledger.scope.TimeBasis;
import dev.tallystick.ledger.scope.UtcInstant;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.json.JsonArray;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.server.compare.RowValues;
import dev.tallystick.server.config.CompareLimits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a comparison, apart from its scope. */
record CompareFields(
        String customerId,
        TimeBasis basis,
        Side yours,
        Side theirs,
        Amount starting,
        Amount tolerance,
        Granularity granularity) {
    private static final int TEXT_MAX = 255;
    private static final int GRANULARITY_MAX = 20;
    private static final int WINDOWS_MAX = 1_000;
    private static final BigDecimal COUNT_MAX = BigDecimal.valueOf(1_000_000_000_000_000L);
    private static final Set<String> NAMES = Set.of(
            "customerId",
            "yourBalance",
            "theirBalance",
            "startingBalance",
            "granularity",
            "timeBasis",
            "tolerance",
            "yourWindows",
            "theirWindows",
            "yourRecords",
            "theirRecords");

    /**
     * What one side sent.
     *
     * @param windows empty if none were sent
     * @param rows null if none were sent
     */
    record Side(
            Amount balance,
            List<ClaimedWindow> windows,
            @Nullable List<ClaimedRow> rows) {}

    /** @throws RefusedException {@code VALIDATION_ERROR} naming the field */
    static CompareFields of(JsonObject object, CompareLimits bounds) {
        refuseUnknown(object);
        String customerId = Fields.customerId(object.get("customerId"));
        Side yours = side("your", object, bounds);
        Side theirs = side("their", object, bounds);
        return new CompareFields(
                customerId,
                ScopeFields.basis(Fields.text("timeBasis", object.get("timeBasis"), TEXT_MAX)),
                yours,
                theirs,
                orZero(Fields.amount("startingBalance", object.get("startingBalance"))),
                tolerance(Fields.amount("tolerance", object.get("tolerance"))),
                granularity(Fields.text("granularity", object.get("granularity"), GRANULARITY_MAX)));
    }

    static Amount orZero(@Nullable Amount amount) {
        return amount == null ? Amount.ZERO : amount;
    }

    static Amount tolerance(@Nullable Amount amount) {
        Amount tolerance = orZero(amount);
        if (tolerance.signum() < 0) {
            throw Fields.refused("tolerance", "tolerance must be zero or more, but " + tolerance + " was sent.");
        }
        return tolerance;
    }

    static Granularity granularity(@Nullable String text) {
        Granularity granularity = Granularity.parse(text);
        return granularity == null ? Granularity.DAY : granularity;
    }

    private static void refuseUnknown(JsonObject object) {
        for (String name : object.members().keySet()) {
            if (!NAMES.contains(name) && !ScopeFields.NAMES.contains(name)) {
                throw Fields.unknown(name);
            }
        }
    }

    private static Side side(String prefix, JsonObject object, CompareLimits bounds) {
        String balance = prefix + "Balance";
        String windows = prefix + "Windows";
        String records = prefix + "Records";
        return new Side(
                Fields.requiredAmount(balance, object.get(balance)),
                windows(windows, Fields.present(object.get(windows))),
                rows(records, Fields.present(object.get(records)), bounds));
    }

    private static List<ClaimedWindow> windows(String field, @Nullable JsonValue value) {
        List<ClaimedWindow> windows = new ArrayList<>();
        if (value == null) {
            return windows;
        }
        for (JsonObject each : objects(field, value, WINDOWS_MAX)) {
            String name = field + "[" + windows.size() + "]";
            refuseOthers(name, each, Set.of("start", "end", "total", "count"));
            windows.add(new ClaimedWindow(
                    time(name + ".start", each.get("start")),
                    time(name + ".end", each.get("end")),
                    Fields.requiredAmount(name + ".total", each.get("total")),
                    count(name + ".count", Fields.present(each.get("count")))));
        }
        if (windows.isEmpty()) {
            throw Fields.refused(field, field + " is empty. Send windows that cover the scope, or leave it out.");
        }
        return windows;
    }

    private static long time(String field, @Nullable JsonValue value) {
        return UtcInstant.parse(field, Fields.requiredText(field, value, TEXT_MAX));
    }

    private static @Nullable Long count(String field, @Nullable JsonValue value) {
        if (value == null) {
            return null;
        }
        if (value instanceof JsonNumber number
                && number.value().scale() <= 0
                && number.value().signum() >= 0
                && number.value().compareTo(COUNT_MAX) <= 0) {
            return number.value().longValueExact();
        }
        throw Fields.refused(field, field + " must be a whole number, zero or more.");
    }

    private static @Nullable List<ClaimedRow> rows(String field, @Nullable JsonValue value, CompareLimits bounds) {
        if (value == null) {
            return null;
        }
        RowValues values = new RowValues();
        List<ClaimedRow> rows = new ArrayList<>();
        for (JsonObject each : objects(field, value, bounds.jsonRows())) {
            String name = field + "[" + rows.size() + "]";
            refuseOthers(name, each, Set.of("referenceId", "delta", "date"));
            String reference = Fields.text(name + ".referenceId", each.get("referenceId"), TEXT_MAX);
            Amount delta = Fields.requiredAmount(name + ".delta", each.get("delta"));
            String date = Fields.text(name + ".date", each.get("date"), TEXT_MAX);
            try {
                rows.add(values.row(rows.size() + 1L, reference, delta, date));
            } catch (RefusedException e) {
                throw Fields.refused(
                        name + "." + e.refusal().details().get("field"),
                        name + ": " + e.refusal().message());
            }
        }
        return rows;
    }

    private static List<JsonObject> objects(String field, JsonValue value, int max) {
        JsonArray array = Fields.requiredArray(field, value);
        if (array.values().size() > max) {
            throw Fields.refused(
                    field,
                    field + " may hold at most " + max + " items, but has "
                            + array.values().size() + ".");
        }
        List<JsonObject> objects = new ArrayList<>();
        for (JsonValue each : array.values()) {
            if (!(each instanceof JsonObject object)) {
                throw Fields.refused(field, field + "[" + objects.size() + "] must be an object.");
            }
            objects.add(object);
        }
        return objects;
    }

    private static void refuseOthers(String name, JsonObject object, Set<String> known) {
        for (String member : object.members().keySet()) {
            if (!known.contains(member)) {
                throw Fields.unknown(name + "." + member);
            }
        }
    }
}
