package dev.tallystick.server.config;

import java.nio.file.Path;

/**
 * What an operator may set.
 *
 * @param data the data folder; default {@code data} in the working folder
 * @param http where to listen
 * @param logLevel least severe level that is logged; {@code INFO} is quiet: starts, stops, repairs, failures
 * @param log name and witnesses of the transparency logs
 */
public record ServerSettings(Path data, HttpSettings http, LogLevel logLevel, LogSettings log) {
    public static final ServerSettings DEFAULT =
            new ServerSettings(Path.of("data"), HttpSettings.DEFAULT, LogLevel.INFO, LogSettings.DEFAULT);

    /** Settings without any for the logs. */
    public ServerSettings(Path data, HttpSettings http, LogLevel logLevel) {
        this(data, http, logLevel, LogSettings.DEFAULT);
    }

    /** How much is logged. */
    public enum LogLevel {
        ERROR,
        WARNING,
        INFO,
        DEBUG
    }
}
