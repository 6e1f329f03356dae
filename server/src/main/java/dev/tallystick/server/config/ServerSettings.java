package dev.tallystick.server.config;

import java.nio.file.Path;

/**
 * What an operator may set.
 *
 * @param data the data folder; default {@code data} in the working folder
 * @param http where to listen
 * @param logLevel least severe level that is logged; {@code INFO} is quiet: starts, stops, repairs, failures
 * @param webhooks where webhooks may go and what seals their secrets
 */
public record ServerSettings(Path data, HttpSettings http, LogLevel logLevel, WebhookSettings webhooks) {
    public static final ServerSettings DEFAULT =
            new ServerSettings(Path.of("data"), HttpSettings.DEFAULT, LogLevel.INFO, WebhookSettings.DEFAULT);

    /** How much is logged. */
    public enum LogLevel {
        ERROR,
        WARNING,
        INFO,
        DEBUG
    }
}
