package dev.tallystick.cli.imports;

import dev.tallystick.cli.exit.CommandFailure;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields of a delta come from.
 *
 * @param columns the column or member of a field; by default the one with the field's own name
 * @param fixed the same text for every row
 * @param negate whether deltas change their sign: for files that list usage as positive quantities
 * @param decimalComma whether deltas have a decimal comma, and points between thousands if any
 */
public record ImportMapping(
        Map<ImportField, String> columns, Map<ImportField, String> fixed, boolean negate, boolean decimalComma) {
    private static final String REASON = "import";

    /**
     * Reads the mapping as flags give it.
     *
     * @param columns column by field name
     * @param fixed text by field name
     * @throws CommandFailure a field does not exist or is given twice
     */
    public static ImportMapping of(Map<String, String> columns, Map<String, String> fixed, boolean negate) {
        Map<ImportField, String> byColumn = fields(columns);
        Map<ImportField, String> byText = fields(fixed);
        for (ImportField field : byText.keySet()) {
            if (byColumn.containsKey(field)) {
                throw CommandFailure.usage(
                        "'" + field.label() + "' is both mapped to a column and set to a text. Do one of them.");
            }
        }
        return new ImportMapping(byColumn, byText, negate, false);
    }

    /** The same with or without decimal commas. */
    public ImportMapping withDecimalComma(boolean comma) {
        return new ImportMapping(columns, fixed, negate, comma);
    }

    private static Map<ImportField, String> fields(Map<String, String> named) {
        Map<ImportField, String> fields = new EnumMap<>(ImportField.class);
        named.forEach((name, value) -> fields.put(field(name), value));
        return fields;
    }

    private static ImportField field(String name) {
        for (ImportField field : ImportField.values()) {
            if (field.label().equals(name)) {
                return field;
            }
        }
        throw CommandFailure.usage("There is no field '" + name + "'. The fields are "
                + Arrays.stream(ImportField.values()).map(ImportField::label).collect(Collectors.joining(", "))
                + ".");
    }

    /** The column of a field, whether or not the file has it. */
    String column(ImportField field) {
        return columns.getOrDefault(field, field.label());
    }

    /** Whether the file must have the column: it was named, or nothing else tells what every delta needs. */
    boolean needsColumn(ImportField field) {
        boolean always = field == ImportField.CUSTOMER_ID || field == ImportField.DELTA;
        return columns.containsKey(field) || (always && !fixed.containsKey(field));
    }

    /** The text that stands for a field the row does not have, or null. */
    @Nullable
    String otherwise(ImportField field) {
        String text = fixed.get(field);
        return text == null && field == ImportField.REASON ? REASON : text;
    }
}
