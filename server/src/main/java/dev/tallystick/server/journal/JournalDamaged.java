package dev.tallystick.server.journal;

import java.nio.file.Path;
import java.util.Locale;

/** A file of the journal is not as it was written, and cutting a torn tail cannot be the answer. */
public final class JournalDamaged extends JournalException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;
    private final String expected;
    private final String found;

    /**
     * Makes one.
     *
     * @param offset byte position in the file
     * @param expected what should stand there
     * @param found what stands there
     */
    public JournalDamaged(Path file, long offset, String expected, String found) {
        super(
                String.format(
                        Locale.ROOT,
                        "The journal is damaged: file %s, offset %d: expected %s, found %s. Do not edit or delete the"
                                + " file: keep a copy of the folder, then restore the journal from a copy that is whole.",
                        file,
                        offset,
                        expected,
                        found),
                null);
        this.file = file.toString();
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /** Returns the damaged file. */
    public Path file() {
        return Path.of(file);
    }

    /** Returns the byte position in the file. */
    public long offset() {
        return offset;
    }

    /** Returns what should stand there. */
    public String expected() {
        return expected;
    }

    /** Returns what stands there. */
    public String found() {
        return found;
    }
}
