package dev.tallystick.server.http;

import dev.tallystick.proof.bytes.Hash;
import io.helidon.http.HeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * How links in replies begin.
 *
 * @param publicUrl as set by the operator, without a slash at its end; null for what the request's Host header says
 */
record Links(@Nullable String publicUrl) {
    private static final int HOST_MAX = 300;

    /** The links of one reply. */
    record Base(String url) {
        /** The page on which people check a root. */
        String verify(Hash proofRoot) {
            return url + "/verify/" + proofRoot;
        }

        /** Where programs check a root. */
        String verifyApi(Hash proofRoot) {
            return url + "/api/v1/verify/" + proofRoot;
        }
    }

    Base base(Exchange exchange) {
        if (publicUrl != null) {
            return new Base(publicUrl);
        }
        String host = exchange.header(HeaderNames.HOST);
        return new Base(host != null && usable(host) ? "http://" + host : "");
    }

    private static boolean usable(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && ".:[]_-".indexOf(c) < 0) {
                return false;
            }
        }
        return !host.isEmpty() && host.length() <= HOST_MAX;
    }
}
