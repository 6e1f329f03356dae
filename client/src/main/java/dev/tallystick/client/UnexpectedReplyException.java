package dev.tallystick.client;

import java.io.Serial;

/** A reply that is not of the form this client knows: another server, a proxy's page, or a much newer version. */
public final class UnexpectedReplyException extends TallystickException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnexpectedReplyException(String sentence) {
        super(sentence, null);
    }
}
