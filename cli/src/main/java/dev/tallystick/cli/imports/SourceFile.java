package dev.tallystick.cli.imports;

import dev.tallystick.cli.exit.CommandFailure;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file to import, packed with gzip or not, which its first bytes tell.
 *
 * @param path the file; null for standard input
 * @param format as asked for; null to go by the name
 */
record SourceFile(@Nullable Path path, @Nullable Format format) {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    /** How rows are written. */
    enum Format {
        CSV,
        NDJSON
    }

    String name() {
        return path == null ? "standard input" : path.toString();
    }

    /** Bytes on disk; 0 if that is not known. */
    long size() throws IOException {
        if (path == null) {
            return 0;
        }
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "Is a directory");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw CommandFailure.usage(
                    path + " is a pipe or a device. A file may be read twice: write its content to one"
                            + " first, or use - for standard input.");
        }
        return Files.size(path);
    }

    /** Opens the content, unpacked; {@code read} counts the bytes read from disk. */
    InputStream open(AtomicLong read) throws IOException {
        InputStream raw = path == null ? System.in : Files.newInputStream(path);
        BufferedInputStream bytes = new BufferedInputStream(new Counting(raw, read), BUFFER);
        bytes.mark(2);
        boolean packed = bytes.read() == GZIP_MAGIC_1 && bytes.read() == GZIP_MAGIC_2;
        bytes.reset();
        return packed ? new GZIPInputStream(bytes, BUFFER) : bytes;
    }

    Format formatOrGuess() {
        Format asked = format;
        if (asked != null) {
            return asked;
        }
        String file = name().toLowerCase(Locale.ROOT);
        String plain = file.endsWith(".gz") ? file.substring(0, file.length() - 3) : file;
        if (plain.endsWith(".csv")) {
            return Format.CSV;
        }
        if (plain.endsWith(".ndjson") || plain.endsWith(".jsonl")) {
            return Format.NDJSON;
        }
        throw CommandFailure.usage("What " + name() + " holds does not show in its name (.csv, .ndjson or .jsonl, each"
                + " also with .gz). Say it with --format csv or --format ndjson.");
    }

    /** Counts what is read, for the progress. */
    private static final class Counting extends FilterInputStream {
        private final AtomicLong read;

        Counting(InputStream in, AtomicLong read) {
            super(in);
            this.read = read;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            read.addAndGet(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            read.addAndGet(Math.max(0, count));
            return count;
        }
    }
}
