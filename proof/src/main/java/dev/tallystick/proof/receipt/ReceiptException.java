package dev.tallystick.proof.receipt;

import dev.tallystick.proof.bytes.ShownText;
import java.io.Serial;

/**
 * A file that is not of the form in docs/formats/receipt.md, or, for a signed report, docs/formats/report.md; the
 * message says where and why.
 */
public final class ReceiptException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Makes the failure with its sentence, which may quote what was read: it is made fit to be shown. */
    public ReceiptException(String sentence) {
        super(ShownText.of(sentence));
    }
}
