package dev.tallystick.server.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The headers of a delivery in both families: PacSpace's (HMAC-SHA256 in hex over {@code timestampMillis.body}, keyed
 * with the whole secret) and Standard Webhooks' (in base64 over {@code id.timestampSeconds.body}, keyed with the bytes
 * the secret encodes). Several secrets give several values, the current one's first. Stateless.
 */
public final class Signatures {
    private Signatures() {}

    /**
     * The header lines, each ended by CR LF.
     *
     * @param signers one for each secret, at least one
     * @param now milliseconds since the epoch, anew for each attempt
     */
    public static String headers(List<Signer> signers, String id, String name, long now, byte[] body) {
        List<String> pacspace = new ArrayList<>();
        List<String> standard = new ArrayList<>();
        long seconds = now / 1_000;
        byte[] millisPrefix = ascii(now + ".");
        byte[] standardPrefix = ascii(id + "." + seconds + ".");
        for (Signer signer : signers) {
            pacspace.add("v1=" + HexFormat.of().formatHex(signer.pacspace(millisPrefix, body)));
            standard.add("v1," + Base64.getEncoder().encodeToString(signer.standard(standardPrefix, body)));
        }
        return "X-PacSpace-Signature: " + String.join(",", pacspace)
                + "\r\nX-PacSpace-Timestamp: " + now
                + "\r\nX-Webhook-Event: " + name
                + "\r\nX-Event-ID: " + id
                + "\r\nwebhook-id: " + id
                + "\r\nwebhook-timestamp: " + seconds
                + "\r\nwebhook-signature: " + String.join(" ", standard) + "\r\n";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
