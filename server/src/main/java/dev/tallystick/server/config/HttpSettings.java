package dev.tallystick.server.config;

/**
 * Where the server listens, and to how much.
 *
 * @param host name or address to bind
 * @param port 1 to 65,535, or 0 for a free one
 */
public record HttpSettings(String host, int port, TrafficSettings traffic) {
    /** This machine only: nothing is exposed until somebody decides so. */
    public static final HttpSettings DEFAULT = new HttpSettings("127.0.0.1", 8080);

    /** With the default limits on traffic. */
    public HttpSettings(String host, int port) {
        this(host, port, TrafficSettings.DEFAULT);
    }

    /** Checks the port. */
    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The port must be 0 to 65535, but " + port + " was given.");
        }
    }
}
