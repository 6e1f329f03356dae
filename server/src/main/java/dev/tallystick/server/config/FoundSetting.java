package dev.tallystick.server.config;

import org.jspecify.annotations.Nullable;

/** The text of a setting and where it came from, for the sentence that refuses it. */
record FoundSetting(String value, String place) {
    SettingsException refused(String expected, @Nullable Throwable cause) {
        return new SettingsException(place + " must be " + expected + ", but '" + value + "' was given.", cause);
    }
}
