package dev.tallystick.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No reply came, however often it was tried. Whether the last request was carried out is not known; repeat it. */
public final class UnreachableException extends TallystickException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnreachableException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
