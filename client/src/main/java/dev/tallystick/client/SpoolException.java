package dev.tallystick.client;

import java.io.Serial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The spool file cannot be used: locked by another process, damaged before its end, or not writable. */
public final class SpoolException extends TallystickException {
    @Serial
    private static final long serialVersionUID = 1L;

    SpoolException(Path file, String sentence, @Nullable Throwable cause) {
        super("Spool file " + file + ": " + sentence, cause);
    }
}
