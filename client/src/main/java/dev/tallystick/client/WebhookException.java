package dev.tallystick.client;

import java.io.Serial;

/** A webhook that must not be believed. Answer it with 400. */
public final class WebhookException extends TallystickException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    WebhookException(Reason reason, String sentence) {
        super(sentence, null);
        this.reason = reason;
    }

    /** Returns why, for counting. */
    public Reason reason() {
        return reason;
    }

    /** Why a webhook is not believed. */
    public enum Reason {
        /** No signature header, or one that is not of its form. */
        UNSIGNED,
        /** No signature is by a known secret. */
        WRONG_SIGNATURE,
        /** Signed too long ago, or in the future: a replay, or a clock that is off. */
        NOT_FRESH,
        /** Signed rightly, but the body is not a notice. */
        MALFORMED
    }
}
