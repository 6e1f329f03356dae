package dev.tallystick.server.receipt;

import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** The pages of a document, filled from top to bottom. All lengths are points. For one thread. */
final class Sheets {
    static final float LEFT = 48;
    static final float RIGHT = PDRectangle.A4.getWidth() - 48;
    static final float WIDTH = RIGHT - LEFT;

    private static final float TOP = PDRectangle.A4.getHeight() - 48;
    private static final float BOTTOM = 60;
    private static final float FOOT = 36;
    private static final float FOOT_SIZE = 6.5f;

    private final PDDocument document;
    private final Face face;
    private PDPageContentStream page;
    private float y;

    Sheets(PDDocument document, Face face) throws IOException {
        this.document = document;
        this.face = face;
        this.page = open();
    }

    private PDPageContentStream open() throws IOException {
        PDPage sheet = new PDPage(PDRectangle.A4);
        document.addPage(sheet);
        y = TOP;
        return new PDPageContentStream(document, sheet, AppendMode.OVERWRITE, true);
    }

    PDPageContentStream page() {
        return page;
    }

    /** The height at which the next line's upper edge stands. */
    float y() {
        return y;
    }

    /** Goes down. */
    void down(float height) {
        y -= height;
    }

    /** Goes up or down to a height on this page. */
    void to(float height) {
        y = height;
    }

    boolean has(float height) {
        return y - height >= BOTTOM;
    }

    /** Begins the next page. */
    void turn() throws IOException {
        page.close();
        page = open();
    }

    /** Begins the next page unless this one still has so much room. */
    void need(float height) throws IOException {
        if (!has(height)) {
            turn();
        }
    }

    /** A thin line across the page. */
    void rule() throws IOException {
        page.setLineWidth(0.5f);
        page.moveTo(LEFT, y);
        page.lineTo(RIGHT, y);
        page.stroke();
    }

    /** Ends the last page and writes the foot of each, which tells how many there are. */
    void close(String identity) throws IOException {
        page.close();
        int count = document.getNumberOfPages();
        for (int i = 0; i < count; i++) {
            try (PDPageContentStream foot =
                    new PDPageContentStream(document, document.getPage(i), AppendMode.APPEND, true, true)) {
                face.draw(foot, identity, FOOT_SIZE, LEFT, FOOT);
                String number = "Page " + (i + 1) + " of " + count;
                face.draw(foot, number, FOOT_SIZE, RIGHT - face.width(number, FOOT_SIZE), FOOT);
            }
        }
    }
}
