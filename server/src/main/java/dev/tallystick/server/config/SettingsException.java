package dev.tallystick.server.config;

import org.jspecify.annotations.Nullable;

/** A setting has a value that makes no sense. The message names the setting, where it came from, and what is allowed. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
