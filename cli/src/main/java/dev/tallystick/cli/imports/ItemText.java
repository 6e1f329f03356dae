package dev.tallystick.cli.imports;

import dev.tallystick.proof.amount.Amount;
import dev.tallystick.proof.amount.AmountException;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonValue;
import dev.tallystick.server.compare.AmountHint;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the fields of a row into the JSON of a delta, checking what can be checked without the server. The server
 * checks all of it again, so that this need not know its every rule. One thread, as it keeps its buffer.
 */
final class ItemText {
    /** What spreadsheets and databases write for an instant: a space where ISO 8601 has a T. */
    private static final Pattern SPACED_TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}.*");

    private static final int T = 10;

    private static final int SHOWN_MAX = 60;

    private final ImportMapping mapping;
    private final @Nullable ContentReference reference;
    private final ByteSink sink = new ByteSink(512);
    private Amount sum = Amount.ZERO;

    /** {@code reference} makes up the references of rows without one; null if there is no need to. */
    ItemText(ImportMapping mapping, @Nullable ContentReference reference) {
        this.mapping = mapping;
        this.reference = reference;
    }

    /** Sum of the deltas of all rows that were not refused here. */
    Amount sum() {
        return sum;
    }

    /**
     * The row.
     *
     * @param number of the row in its file, from 1
     * @param texts the text of a field in this row; null or empty where there is none
     */
    ImportRow row(long number, long line, Function<ImportField, @Nullable String> texts) {
        String customerId = text(ImportField.CUSTOMER_ID, texts);
        try {
            if (customerId == null) {
                return new ImportRow(line, "", null, "customerId is missing");
            }
            Amount delta = delta(text(ImportField.DELTA, texts));
            sink.reset();
            member("{\"customerId\":", customerId);
            delta.writeTo(sink.ascii(",\"delta\":"));
            member(",\"reason\":", text(ImportField.REASON, texts));
            member(",\"referenceId\":", reference(number, texts));
            member(",\"occurredAt\":", occurredAt(text(ImportField.OCCURRED_AT, texts)));
            metadata(text(ImportField.METADATA, texts));
            adjusts(texts);
            sink.u8('}');
            sum = sum.plus(delta);
            String item = new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8);
            return new ImportRow(line, customerId, item, null);
        } catch (AmountException e) {
            return new ImportRow(
                    line,
                    String.valueOf(customerId),
                    null,
                    "delta: " + reason(e, String.valueOf(text(ImportField.DELTA, texts))));
        } catch (JsonException | IllegalArgumentException e) {
            return new ImportRow(line, String.valueOf(customerId), null, String.valueOf(e.getMessage()));
        }
    }

    private String reason(AmountException e, String text) {
        String hint = mapping.decimalComma() ? null : AmountHint.of(text.strip());
        return hint == null ? e.getMessage() + given(text) : hint;
    }

    private @Nullable String text(ImportField field, Function<ImportField, @Nullable String> texts) {
        String text = texts.apply(field);
        return text == null || text.isEmpty() ? mapping.otherwise(field) : text;
    }

    private Amount delta(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("delta is missing");
        }
        String number = text.strip();
        // A plus sign is no JSON, but a common way to write a credit.
        String unsigned = number.startsWith("+") ? number.substring(1) : number;
        Amount amount = Amount.parse(mapping.decimalComma() ? DecimalComma.pointed(unsigned) : unsigned);
        return mapping.negate() ? amount.negate() : amount;
    }

    private @Nullable String reference(long number, Function<ImportField, @Nullable String> texts) {
        String given = text(ImportField.REFERENCE_ID, texts);
        return given == null && reference != null ? reference.ofRow(number) : given;
    }

    private static @Nullable String occurredAt(@Nullable String text) {
        return text != null && SPACED_TIME.matcher(text).matches()
                ? text.substring(0, T) + "T" + text.substring(T + 1)
                : text;
    }

    private void metadata(@Nullable String text) {
        if (text == null) {
            return;
        }
        if (!(parsed(text) instanceof JsonObject object)) {
            throw new IllegalArgumentException("metadata must be a JSON object." + given(text));
        }
        CanonicalJson.write(object, sink.ascii(",\"metadata\":"));
    }

    private static JsonValue parsed(String text) {
        try {
            return JsonReader.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonException e) {
            throw new IllegalArgumentException("metadata must be a JSON object: " + e.getMessage() + given(text), e);
        }
    }

    /** What stood in the file, so that the row can be found and mended without opening it at that line. */
    static String given(@Nullable String text) {
        return " '" + clipped(String.valueOf(text)) + "' was given.";
    }

    private static String clipped(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...";
    }

    private void adjusts(Function<ImportField, @Nullable String> texts) {
        String recordId = text(ImportField.ADJUSTS_RECORD_ID, texts);
        String referenceId = text(ImportField.ADJUSTS_REFERENCE_ID, texts);
        if (recordId != null && referenceId != null) {
            throw new IllegalArgumentException("both adjustsRecordId and adjustsReferenceId are given");
        }
        if (recordId != null || referenceId != null) {
            member(
                    recordId != null ? ",\"adjusts\":{\"recordId\":" : ",\"adjusts\":{\"referenceId\":",
                    recordId != null ? recordId : referenceId);
            sink.u8('}');
        }
    }

    private void member(String name, @Nullable String text) {
        if (text != null) {
            CanonicalJson.writeString(text, sink.ascii(name));
        }
    }
}
