package dev.tallystick.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * @param host name or address to bind
 * @param port 1 to 65,535, or 0 for a free one
 * @param publicUrl what links in receipts begin with, without a slash at the end; null for the address a request came by
 */
public record HttpSettings(String host, int port, @Nullable String publicUrl) {
    /** This machine only: nothing is exposed until somebody decides so. */
    public static final HttpSettings DEFAULT = new HttpSettings("127.0.0.1", 8080);

    /** Settings without a public address. */
    public HttpSettings(String host, int port) {
        this(host, port, null);
    }

    /** Checks the port. */
    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The port must be 0 to 65535, but " + port + " was given.");
        }
    }
}
