package dev.tallystick.server.config;

import org.jspecify.annotations.Nullable;

/**
 * What an operator may set for webhooks.
 *
 * @param allow addresses beyond public ones that webhooks may be sent to: {@code none} (default: whoever may make an
 *     endpoint must not reach what only the server can reach), {@code all}, or ranges such as {@code 10.0.0.0/8}, comma
 *     separated
 * @param secretsKey the key that seals webhook secrets, 32 bytes in base64 or hex; null: kept in the data folder
 */
public record WebhookSettings(String allow, @Nullable String secretsKey) {
    public static final WebhookSettings DEFAULT = new WebhookSettings("none", null);

    /** Never shows the key. */
    @Override
    public String toString() {
        return "WebhookSettings[allow=" + allow + "]";
    }
}
