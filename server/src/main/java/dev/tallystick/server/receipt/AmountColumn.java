package dev.tallystick.server.receipt;

import dev.tallystick.proof.amount.Amount;
import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/** A column of amounts whose decimal points stand one below the other. First every amount is measured, then drawn. */
final class AmountColumn {
    private final Face face;
    private float whole;
    private float fraction;

    AmountColumn(Face face) {
        this.face = face;
    }

    /** Makes room for an amount; widths are kept for a size of one point. */
    void measure(Amount amount) {
        String text = amount.toString();
        int point = point(text);
        whole = Math.max(whole, face.width(text.substring(0, point), 1));
        fraction = Math.max(fraction, face.width(text.substring(point), 1));
    }

    /** The column's width at a font size. */
    float width(float size) {
        return (whole + fraction) * size;
    }

    /** Draws an amount in the column whose right edge is at {@code right}. */
    void draw(PDPageContentStream page, Amount amount, float size, float right, float y) throws IOException {
        String text = amount.toString();
        float pointAt = right - fraction * size;
        face.draw(page, text, size, pointAt - face.width(text.substring(0, point(text)), size), y);
    }

    private static int point(String text) {
        int point = text.indexOf('.');
        return point < 0 ? text.length() : point;
    }
}
