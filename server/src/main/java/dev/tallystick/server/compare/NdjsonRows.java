package dev.tallystick.server.compare;

import dev.tallystick.ledger.compare.ClaimedRow;
import dev.tallystick.ledger.outcome.Refusal;
import dev.tallystick.ledger.outcome.RefusalCode;
import dev.tallystick.ledger.outcome.RefusedException;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Rows as newline-delimited JSON: {@code {"referenceId": ..., "delta": ..., "date": ...}}, empty lines left out. */
public final class NdjsonRows implements RowSource {
    /** An object of plain values. */
    private static final int DEPTH_MAX = 2;

    private final Lines lines;
    private final RowValues values = new RowValues();

    /** Reads from the stream, which it does not close. */
    public NdjsonRows(InputStream in, int lineBytes) {
        this.lines = new Lines(in, lineBytes);
    }

    @Override
    public @Nullable ClaimedRow next() throws IOException {
        while (lines.next()) {
            if (!blank()) {
                try {
                    return row();
                } catch (RefusedException e) {
                    throw RowProblem.at(lines.number(), e);
                }
            }
        }
        return null;
    }

    private boolean blank() {
        for (int i = 0; i < lines.length(); i++) {
            if (lines.bytes()[lines.start() + i] > ' ' || lines.bytes()[lines.start() + i] < 0) {
                return false;
            }
        }
        return true;
    }

    private ClaimedRow row() {
        JsonValue parsed;
        try {
            parsed = JsonReader.parse(lines.bytes(), lines.start(), lines.length(), DEPTH_MAX);
        } catch (JsonException e) {
            throw new RefusedException(
                    Refusal.of(RefusalCode.MALFORMED_JSON, "this is not JSON this server takes: " + e.getMessage()));
        }
        if (!(parsed instanceof JsonObject object)) {
            throw RowValues.refused("body", "each line must be a JSON object.");
        }
        for (String name : object.members().keySet()) {
            if (!name.equals("referenceId") && !name.equals("delta") && !name.equals("date")) {
                throw RowValues.refused(
                        name,
                        "the field '" + RowValues.clipped(name)
                                + "' is not known here; a row has referenceId, delta and date.");
            }
        }
        return values.row(
                lines.number(), text("referenceId", object), amount(object.get("delta")), text("date", object));
    }

    private static Amount amount(@Nullable JsonValue value) {
        if (value instanceof JsonNumber number) {
            try {
                return Amount.of(number.value());
            } catch (AmountException e) {
                throw RowValues.refused("delta", "delta: " + e.getMessage());
            }
        }
        if (value == null || value instanceof JsonString) {
            return RowValues.amount(value instanceof JsonString text ? text.value() : null);
        }
        throw RowValues.refused("delta", "delta must be a number or a string that holds one.");
    }

    private static @Nullable String text(String name, JsonObject object) {
        JsonValue value = object.get(name);
        if (value == null || value instanceof JsonNull) {
            return null;
        }
        if (value instanceof JsonString text) {
            return text.value();
        }
        throw RowValues.refused(name, name + " must be a string.");
    }
}
