package dev.tallystick.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Where the server listens, how others reach it, and to how much.
 *
 * @param host name or address to bind
 * @param port 1 to 65,535, or 0 for a free one
 * @param publicUrl how links in replies begin, without a slash at its end; null: as the request's Host header says
 * @param scopeMonths the widest scope a request may name, 1 to {@value #SCOPE_MONTHS_MAX} months
 */
public record HttpSettings(
        String host, int port, @Nullable String publicUrl, TrafficSettings traffic, int scopeMonths) {
    /** A reply may list the days of a scope: some 3,650. */
    public static final int SCOPE_MONTHS_MAX = 120;

    private static final int SCOPE_MONTHS = 24;

    /** This machine only: nothing is exposed until somebody decides so. */
    public static final HttpSettings DEFAULT = new HttpSettings("127.0.0.1", 8080);

    /** Without an address of its own for links, with the default limits on traffic. */
    public HttpSettings(String host, int port) {
        this(host, port, null, TrafficSettings.DEFAULT);
    }

    /** With the default widest scope. */
    public HttpSettings(String host, int port, @Nullable String publicUrl, TrafficSettings traffic) {
        this(host, port, publicUrl, traffic, SCOPE_MONTHS);
    }

    /** Checks the port and the scope. */
    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The port must be 0 to 65535, but " + port + " was given.");
        }
        if (scopeMonths < 1 || scopeMonths > SCOPE_MONTHS_MAX) {
            throw new IllegalArgumentException("The widest scope must be 1 to " + SCOPE_MONTHS_MAX + " months, but "
                    + scopeMonths + " was given.");
        }
    }
}
