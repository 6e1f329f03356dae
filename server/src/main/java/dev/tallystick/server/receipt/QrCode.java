package dev.tallystick.server.receipt;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/** A QR code drawn as squares, so that it stays sharp at any size. */
final class QrCode {
    /** What the specification asks to be left free around it, in squares. */
    static final int QUIET = 4;

    private QrCode() {}

    /**
     * Draws a code with its free margin.
     *
     * @param x left edge, in points
     * @param top upper edge
     * @param side width and height
     */
    static void draw(PDPageContentStream page, String text, float x, float top, float side) throws IOException {
        ByteMatrix squares = matrix(text);
        int count = squares.getWidth();
        float square = side / (count + 2 * QUIET);
        for (int row = 0; row < count; row++) {
            float y = top - (QUIET + row + 1) * square;
            for (int column = 0; column < count; column++) {
                int first = column;
                while (column < count && squares.get(column, row) == 1) {
                    column++;
                }
                if (column > first) {
                    // One rectangle for a run: between single squares some viewers show hairlines.
                    page.addRect(x + (QUIET + first) * square, y, (column - first) * square, square);
                }
            }
        }
        page.fill();
    }

    private static ByteMatrix matrix(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("An address of " + text.length() + " letters fits no QR code.", e);
        }
    }
}
