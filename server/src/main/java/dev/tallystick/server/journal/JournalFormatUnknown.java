package dev.tallystick.server.journal;

import java.nio.file.Path;
import java.util.Locale;

/** A file was written by a newer release in a format this one does not know. Nothing was changed. */
public final class JournalFormatUnknown extends JournalException {
    private static final long serialVersionUID = 1L;

    private final int known;
    private final int found;

    /** Makes one from the newest format this release knows and the one the file has. */
    public JournalFormatUnknown(Path file, int known, int found) {
        super(
                String.format(
                        Locale.ROOT,
                        "File %s has journal format %d, but this release knows formats up to %d. Start the release that"
                                + " wrote it, or a newer one.",
                        file,
                        found,
                        known),
                null);
        this.known = known;
        this.found = found;
    }

    /** Returns the newest format this release knows. */
    public int known() {
        return known;
    }

    /** Returns the format the file has. */
    public int found() {
        return found;
    }
}
