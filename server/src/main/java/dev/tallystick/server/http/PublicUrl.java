package dev.tallystick.server.http;

import io.helidon.http.HeaderNames;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address under which the world knows this server, for links in receipts. As configured; else the one by which the
 * request came, which is right wherever clients reach the server directly. Thread-safe.
 */
final class PublicUrl {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.-]{1,255}(:[0-9]{1,5})?|\\[[0-9a-fA-F:.]{2,45}](:[0-9]{1,5})?");

    private final @Nullable String configured;

    /** @param configured scheme, host and perhaps a path, without a slash at the end; or null */
    PublicUrl(@Nullable String configured) {
        this.configured = configured;
    }

    /** The beginning of every link. */
    String base(Exchange exchange) {
        if (configured != null) {
            return configured;
        }
        String host = exchange.header(HeaderNames.HOST);
        return host != null && HOST.matcher(host).matches() ? "http://" + host : "http://localhost";
    }
}
