package dev.tallystick.proof.receipt;

import java.io.Serial;

/** A file that is not a receipt of the form in docs/formats/receipt.md; the message says where and why. */
public final class ReceiptException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Makes the failure with its sentence. */
    public ReceiptException(String sentence) {
        super(sentence);
    }
}
