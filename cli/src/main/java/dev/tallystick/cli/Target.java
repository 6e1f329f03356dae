package dev.tallystick.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Builds a request target: a path whose parts and parameters are escaped. */
final class Target {
    private final StringBuilder text;
    private char separator = '?';

    Target(String path) {
        this.text = new StringBuilder(path);
    }

    Target part(String part) {
        text.append('/').append(escape(part));
        return this;
    }

    /** Adds a parameter unless its value is null. */
    Target with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(separator).append(name).append('=').append(escape(value.toString()));
            separator = '&';
        }
        return this;
    }

    private static String escape(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
