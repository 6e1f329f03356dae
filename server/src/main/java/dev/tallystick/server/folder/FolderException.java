package dev.tallystick.server.folder;

import org.jspecify.annotations.Nullable;

/** The data folder cannot be used as it is. The message is one sentence or two: what is wrong and what to do. */
public final class FolderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FolderException(String message) {
        this(message, null);
    }

    FolderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
