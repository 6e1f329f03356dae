package dev.tallystick.server.webhook;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** Says why a receiver was not believed, for whoever reads the delivery log. Stateless. */
final class TlsProblem {
    private TlsProblem() {}

    /** A sentence; nothing of the webhook was sent. */
    static String sentence(SSLException failure, String host) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "TLS failed: the receiver's certificate is not accepted for " + host + " (" + said(cause)
                        + "). Nothing was sent.";
            }
        }
        return "TLS failed: " + said(failure) + ".";
    }

    private static String said(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
