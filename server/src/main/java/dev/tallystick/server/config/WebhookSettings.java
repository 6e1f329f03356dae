package dev.tallystick.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may set for webhooks. By default they go to public addresses only: whoever may make an endpoint must
 * not reach what only the server can reach.
 *
 * @param allowAll whether they may go anywhere
 * @param allowed ranges beyond public ones that they may go to
 * @param secretsKey the key that seals webhook secrets, 32 bytes in base64 or hex; null: kept in the data folder
 */
public record WebhookSettings(
        boolean allowAll,
        List<AddressRange> allowed,
        @Nullable String secretsKey) {
    public static final WebhookSettings DEFAULT = new WebhookSettings(false, List.of(), null);

    /** Whether anything beyond public addresses is allowed. */
    public boolean opensPrivate() {
        return allowAll || !allowed.isEmpty();
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "WebhookSettings[allowAll=" + allowAll + ", allowed=" + allowed + "]";
    }
}
