package dev.tallystick.server.config;

import java.nio.file.Path;

/**
 * What an operator may set.
 *
 * @param data the data folder; default {@code data} in the working folder
 * @param http where to listen
 * @param logLevel least severe level that is logged; {@code INFO} is quiet: starts, stops, repairs, failures
 * @param log name and witnesses of the transparency logs
 * @param webhooks where webhooks may go and what seals their secrets
 */
public record ServerSettings(
        Path data, HttpSettings http, LogLevel logLevel, LogSettings log, WebhookSettings webhooks) {
    public static final ServerSettings DEFAULT = new ServerSettings(
            Path.of("data"), HttpSettings.DEFAULT, LogLevel.INFO, LogSettings.DEFAULT, WebhookSettings.DEFAULT);

    /** Settings without any for the logs and webhooks. */
    public ServerSettings(Path data, HttpSettings http, LogLevel logLevel) {
        this(data, http, logLevel, LogSettings.DEFAULT, WebhookSettings.DEFAULT);
    }

    /** How much is logged. */
    public enum LogLevel {
        ERROR,
        WARNING,
        INFO,
        DEBUG
    }
}
