package dev.tallystick.cli.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.words.IoWords;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each refused row: file, line, customer, code and reason. Into {@code FILE.refused.csv}, which is
 * made by the first one and replaces that of an earlier import; of standard input, to standard error. Thread-safe.
 */
final class RefusedRows implements Closeable {
    private final String name;
    private final @Nullable Path place;
    private @Nullable CsvWriter writer;
    private long count;

    RefusedRows(SourceFile source) throws IOException {
        this.name = source.name();
        Path path = source.path();
        this.place = path == null ? null : path.resolveSibling(path.getFileName() + ".refused.csv");
        if (place != null) {
            Files.deleteIfExists(place);
        }
    }

    synchronized void add(long line, String customerId, String code, String reason) {
        count++;
        try {
            CsvWriter open = writer;
            if (open == null) {
                open = open();
                writer = open;
            }
            open.writeRecord(name, Long.toString(line), customerId, code, reason);
        } catch (IOException e) {
            throw CommandFailure.surroundings(
                    "The refused rows of " + name + " cannot be written: " + IoWords.of(e) + ".", e);
        }
    }

    private CsvWriter open() throws IOException {
        if (place == null) {
            return CsvWriter.builder().autoFlush(true).build(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        }
        CsvWriter made = CsvWriter.builder().build(place, StandardCharsets.UTF_8);
        made.writeRecord("file", "line", "customerId", "code", "reason");
        return made;
    }

    synchronized long count() {
        return count;
    }

    /** Where they stand, or null if that is standard error. */
    @Nullable
    Path place() {
        return place;
    }

    @Override
    public synchronized void close() throws IOException {
        if (writer != null && place != null) {
            writer.close();
        }
    }
}
