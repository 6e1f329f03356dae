package dev.tallystick.server.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** What may stand as an endpoint's URL. Stateless. */
public final class HookUrl {
    /** Longest URL. */
    public static final int LENGTH_MAX = 2_000;

    private HookUrl() {}

    /**
     * Why this is no URL for an endpoint, or null if it is one.
     *
     * @param plainAllowed whether {@code http} is enough
     */
    public static @Nullable String problem(String text, boolean plainAllowed) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return "url is not a URL: " + e.getReason() + ".";
        }
        String scheme = url.getScheme();
        boolean https = "https".equalsIgnoreCase(scheme);
        if (!https && !"http".equalsIgnoreCase(scheme)) {
            return "url must begin with https://.";
        }
        if (!https && !plainAllowed) {
            return "url must begin with https:// in production.";
        }
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return "url must name a host, and may hold neither a user name nor a part after #.";
        }
        boolean ascii = text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        return ascii ? null : "url must be ASCII; write other characters in their encoded form.";
    }
}
