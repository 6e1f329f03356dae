package dev.tallystick.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Everything this client throws for what happens outside of it; the message is a sentence. */
public abstract sealed class TallystickException extends RuntimeException
        permits ApiException,
                UnreachableException,
                UnexpectedReplyException,
                ProofFailedException,
                QueueFullException,
                SpoolException,
                WebhookException {
    @Serial
    private static final long serialVersionUID = 1L;

    TallystickException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
