package dev.tallystick.cli.imports;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of one file, in order. One thread. */
interface RowReader extends Closeable {
    /** The next row, or null after the last. */
    @Nullable
    ImportRow next() throws IOException;
}
