package dev.tallystick.server.receipt;

import dev.tallystick.server.receipt.ReceiptDocument.Fact;
import dev.tallystick.server.receipt.ReceiptDocument.Figure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;

/**
 * Writes a receipt as PDF: black on white, text that can be searched and copied, amounts aligned on the decimal point, a QR
 * code of the address that checks it. Equal documents give equal bytes. Takes memory for the pages, about 3 KB each, never
 * for the records. Stateless.
 */
public final class ReceiptPdf {
    private static final float SIZE = 8;
    private static final float LINE = 11;
    private static final float TITLE_SIZE = 18;
    private static final float SECTION_SIZE = 10;
    private static final float NAME_WIDTH = 76;
    private static final float QR_SIDE = 118;
    private static final String BOX_NOTE =
            "A box stands for a character that this document's font does not have; the receipt file holds it.";

    private final ReceiptDocument receipt;
    private final Sheets sheets;
    private final Face regular;
    private final Face bold;

    private ReceiptPdf(ReceiptDocument receipt, Sheets sheets, Face regular, Face bold) {
        this.receipt = receipt;
        this.sheets = sheets;
        this.regular = regular;
        this.bold = bold;
    }

    /**
     * Writes the document; does not close the stream.
     *
     * @throws IOException the stream does not take it
     */
    public static void write(ReceiptDocument receipt, OutputStream out) throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.setDocumentId(receipt.number());
            describe(document, receipt);
            Face regular = Face.embed(document, Face.REGULAR);
            Face bold = Face.embed(document, Face.BOLD);
            new ReceiptPdf(receipt, new Sheets(document, regular), regular, bold).draw();
            document.save(out);
        }
    }

    private static void describe(PDDocument document, ReceiptDocument receipt) {
        PDDocumentInformation information = new PDDocumentInformation();
        information.setTitle(receipt.title() + " " + receipt.identity());
        information.setProducer("Tallystick");
        document.setDocumentInformation(information);
        document.getDocumentCatalog().setLanguage("en");
        PDViewerPreferences preferences = new PDViewerPreferences(new COSDictionary());
        preferences.setDisplayDocTitle(true);
        document.getDocumentCatalog().setViewerPreferences(preferences);
    }

    private void draw() throws IOException {
        head();
        figures();
        Iterable<ReceiptDocument.Row> rows = receipt.rows();
        if (rows != null) {
            section("Records");
            new RecordTable(sheets, regular, bold).draw(rows);
        }
        sentences("What this proves", receipt.proves());
        sentences("What this does not prove", receipt.doesNotProve());
        if (regular.boxed() || bold.boxed()) {
            sheets.need(2 * LINE);
            sheets.down(LINE);
            paragraph(BOX_NOTE, Sheets.LEFT, Sheets.WIDTH);
        }
        sheets.close(receipt.identity());
    }

    private void head() throws IOException {
        float top = sheets.y();
        float width = Sheets.WIDTH - QR_SIDE - LINE;
        QrCode.draw(sheets.page(), receipt.verifyUrl(), Sheets.RIGHT - QR_SIDE, top + LINE, QR_SIDE);
        sheets.down(TITLE_SIZE);
        bold.draw(sheets.page(), receipt.title(), TITLE_SIZE, Sheets.LEFT, sheets.y());
        sheets.down(LINE / 2);
        paragraph(receipt.subtitle(), Sheets.LEFT, width);
        sheets.down(LINE / 2);
        for (Fact fact : receipt.facts()) {
            fact(fact, width);
        }
        fact(new Fact("Check it at", receipt.verifyUrl()), width);
        sheets.to(Math.min(sheets.y(), top - QR_SIDE));
    }

    private void fact(Fact fact, float width) throws IOException {
        List<String> lines = regular.wrap(DisplayText.shown(fact.value()), SIZE, width - NAME_WIDTH);
        sheets.need(lines.size() * LINE);
        bold.draw(sheets.page(), fact.name(), SIZE, Sheets.LEFT, sheets.y() - LINE);
        for (String line : lines) {
            sheets.down(LINE);
            regular.draw(sheets.page(), line, SIZE, Sheets.LEFT + NAME_WIDTH, sheets.y());
        }
    }

    private void figures() throws IOException {
        if (receipt.figures().isEmpty()) {
            return;
        }
        section("Balance");
        AmountColumn column = new AmountColumn(regular);
        float names = 0;
        for (Figure figure : receipt.figures()) {
            column.measure(figure.amount());
            names = Math.max(names, bold.width(figure.name(), SIZE));
        }
        float right = Sheets.LEFT + names + 2 * LINE + column.width(SIZE);
        for (Figure figure : receipt.figures()) {
            sheets.need(LINE);
            sheets.down(LINE);
            bold.draw(sheets.page(), figure.name(), SIZE, Sheets.LEFT, sheets.y());
            column.draw(sheets.page(), figure.amount(), SIZE, right, sheets.y());
        }
    }

    private void section(String name) throws IOException {
        sheets.need(5 * LINE);
        sheets.down(2 * LINE);
        bold.draw(sheets.page(), name, SECTION_SIZE, Sheets.LEFT, sheets.y());
        sheets.down(LINE / 2);
    }

    private void sentences(String name, List<String> sentences) throws IOException {
        if (sentences.isEmpty()) {
            return;
        }
        section(name);
        for (String sentence : sentences) {
            bold.draw(sheets.page(), "–", SIZE, Sheets.LEFT, sheets.y() - LINE);
            paragraph(sentence, Sheets.LEFT + LINE, Sheets.WIDTH - LINE);
        }
    }

    private void paragraph(String text, float x, float width) throws IOException {
        for (String line : regular.wrap(text, SIZE, width)) {
            sheets.need(LINE);
            sheets.down(LINE);
            regular.draw(sheets.page(), line, SIZE, x, sheets.y());
        }
    }
}
