package dev.tallystick.server.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The operating system reports an error for a file of the journal, so nothing is known about its content. */
public final class JournalUnreadable extends JournalException {
    private static final long serialVersionUID = 1L;

    /** Makes one; {@code doing} completes the sentence "... failed", such as "Reading". */
    public JournalUnreadable(String doing, Path file, IOException cause) {
        super(
                String.format(
                        Locale.ROOT,
                        "%s %s failed: %s. Check the disk, its free space and the folder's permissions, then start again.",
                        doing,
                        file,
                        cause),
                cause);
    }
}
