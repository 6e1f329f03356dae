package dev.tallystick.cli.imports;

import dev.tallystick.proof.json.CanonicalJson;
import dev.tallystick.proof.json.JsonBoolean;
import dev.tallystick.proof.json.JsonException;
import dev.tallystick.proof.json.JsonNull;
import dev.tallystick.proof.json.JsonNumber;
import dev.tallystick.proof.json.JsonObject;
import dev.tallystick.proof.json.JsonReader;
import dev.tallystick.proof.json.JsonString;
import dev.tallystick.proof.json.JsonValue;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a file with one JSON object on each line. Members that no field is mapped to are ignored; a member
 * {@code adjusts} is taken as the server takes it. One thread.
 */
final class NdjsonRows implements RowReader {
    /** Above what the server takes for one delta. */
    private static final int LINE_MAX = 1 << 20;

    private static final int BUFFER = 1 << 16;

    private final InputStream lines;
    private final ImportMapping mapping;
    private final ItemText items;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1_024);
    private long lineNumber;
    private long number;

    NdjsonRows(InputStream unpacked, ImportMapping mapping, ItemText items) {
        this.lines = new BufferedInputStream(unpacked, BUFFER);
        this.mapping = mapping;
        this.items = items;
    }

    @Override
    public @Nullable ImportRow next() throws IOException {
        while (readLine()) {
            lineNumber++;
            byte[] text = line.toByteArray();
            if (!isBlank(text)) {
                number++;
                return row(text);
            }
        }
        return null;
    }

    private ImportRow row(byte[] text) {
        if (text.length > LINE_MAX) {
            return new ImportRow(lineNumber, "", null, "the line is longer than " + LINE_MAX + " bytes");
        }
        try {
            if (JsonReader.parse(text) instanceof JsonObject object) {
                return items.row(number, lineNumber, field -> member(object, field));
            }
            return new ImportRow(lineNumber, "", null, "the line holds no JSON object");
        } catch (JsonException e) {
            return new ImportRow(lineNumber, "", null, "the line is no JSON: " + e.getMessage());
        }
    }

    private @Nullable String member(JsonObject object, ImportField field) {
        if (object.get("adjusts") instanceof JsonObject adjusts) {
            if (field == ImportField.ADJUSTS_RECORD_ID) {
                return text(adjusts.get("recordId"));
            }
            if (field == ImportField.ADJUSTS_REFERENCE_ID) {
                return text(adjusts.get("referenceId"));
            }
        }
        return text(object.get(mapping.column(field)));
    }

    private static @Nullable String text(@Nullable JsonValue value) {
        return switch (value) {
            case null -> null;
            case JsonNull ignored -> null;
            case JsonString string -> string.value();
            case JsonNumber number -> number.value().toPlainString();
            case JsonBoolean bool -> Boolean.toString(bool.value());
            case JsonValue tree -> new String(CanonicalJson.of(tree), StandardCharsets.UTF_8);
        };
    }

    private boolean readLine() throws IOException {
        line.reset();
        int next = lines.read();
        if (next < 0) {
            return false;
        }
        for (; next >= 0 && next != '\n'; next = lines.read()) {
            // The rest of a line that is too long anyway is dropped, so that memory stays bounded.
            if (line.size() <= LINE_MAX) {
                line.write(next);
            }
        }
        return true;
    }

    private static boolean isBlank(byte[] text) {
        for (byte each : text) {
            if (each != ' ' && each != '\r' && each != '\t') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
