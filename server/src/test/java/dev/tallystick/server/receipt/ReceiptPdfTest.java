package dev.tallystick.server.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.tallystick.server.receipt.ReceiptDocument.Row;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReceiptPdfTest {
    private static byte[] pdf(Iterable<Row> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReceiptPdf.write(SampleReceipts.of(rows), out);
        return out.toByteArray();
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            return stripper.getText(document);
        }
    }

    /** A piece of text drawn in one go, with where it stands. */
    record Piece(String text, int page, List<TextPosition> letters) {
        float pointAt() {
            int point = text.indexOf('.');
            return point < 0
                    ? letters.getLast().getXDirAdj() + letters.getLast().getWidthDirAdj()
                    : letters.get(point).getXDirAdj();
        }

        float right() {
            return letters.getLast().getXDirAdj() + letters.getLast().getWidthDirAdj();
        }
    }

    /** Every word on the pages; a gap that is wider than a space separates two. */
    private static List<Piece> pieces(byte[] pdf) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper() {
                @Override
                protected void writeString(String text, List<TextPosition> letters) {
                    pieces.add(new Piece(
                            letters.stream().map(TextPosition::getUnicode).collect(Collectors.joining()),
                            getCurrentPageNo(),
                            List.copyOf(letters)));
                }
            };
            stripper.setSortByPosition(true);
            stripper.getText(document);
        }
        return pieces;
    }

    @Test
    void everythingThatTheReceiptSaysCanBeSelectedAsText() throws IOException {
        String text = text(pdf(SampleReceipts.hard()));
        assertThat(text)
                .contains("Receipt", "acme-corp", "chk_0000000042", SampleReceipts.ROOT, "Page 1 of ")
                .contains("12345678901234567890.123456789012345678", "-8500.5", "-0.000000000000000001")
                .contains("API calls, day 1", "Reference: day-1", "-250.5")
                .contains("Größe, naïve, Ωμέγα, Привет", "Հայերեն, ქართული", "שלום", "مرحبا بالعالم")
                .contains("What this proves", "What this does not prove", "That the vendor metered rightly.");
    }

    @Test
    void amountsStandBelowEachOtherOnTheDecimalPoint() throws IOException {
        List<Piece> pieces = pieces(pdf(SampleReceipts.hard()));
        List<String> balances = List.of("-250.5", "749.5", "749.250000000000000001", "-999999250.75", "750.25");
        List<Float> points = pieces.stream()
                .filter(piece -> balances.contains(piece.text())
                        && piece.letters().getFirst().getXDirAdj() > 400)
                .map(Piece::pointAt)
                .toList();
        assertThat(points).hasSizeGreaterThanOrEqualTo(balances.size());
        assertThat(points).allSatisfy(point -> assertThat(point).isCloseTo(points.getFirst(), within(0.05f)));
        List<String> figures = List.of("12345678901234567890.123456789012345678", "10000", "-8500.5");
        List<Float> inFigures = pieces.stream()
                .filter(piece -> figures.contains(piece.text()))
                .map(Piece::pointAt)
                .toList();
        assertThat(inFigures)
                .hasSize(3)
                .allSatisfy(at -> assertThat(at).isCloseTo(inFigures.getFirst(), within(0.05f)));
    }

    private static Offset<Float> within(float points) {
        return Offset.offset(points);
    }

    @Test
    void nothingStandsOutsideTheMarginsOrOnSomethingElse() throws IOException {
        List<Piece> pieces = pieces(pdf(SampleReceipts.hard()));
        for (Piece piece : pieces) {
            assertThat(piece.letters().getFirst().getXDirAdj()).as(piece.text()).isGreaterThan(Sheets.LEFT - 0.1f);
            assertThat(piece.right()).as(piece.text()).isLessThan(Sheets.RIGHT + 0.1f);
            assertThat(piece.letters().getFirst().getYDirAdj()).as(piece.text()).isBetween(40f, 842f - 30f);
        }
        for (Piece one : pieces) {
            for (Piece other : pieces) {
                boolean sameLine = one != other
                        && one.page() == other.page()
                        && one.letters().getFirst().getYDirAdj()
                                == other.letters().getFirst().getYDirAdj();
                boolean apart = one.right() <= other.letters().getFirst().getXDirAdj() + 0.1f
                        || other.right() <= one.letters().getFirst().getXDirAdj() + 0.1f;
                assertThat(!sameLine || apart)
                        .as(one.text() + " | " + other.text())
                        .isTrue();
            }
        }
    }

    @Test
    void aLongReasonIsBrokenIntoLinesAndNothingOfItIsLost() throws IOException {
        String text = text(pdf(SampleReceipts.hard())).replaceAll("\\s", "");
        assertThat(text).contains("R".repeat(5));
        assertThat(text.chars().filter(c -> c == 'x').count()).isGreaterThanOrEqualTo(500);
        assertThat(text.chars().filter(c -> c == 'R').count()).isGreaterThanOrEqualTo(255);
    }

    @Test
    void aCharacterWithoutAGlyphIsABoxWithTheCharacterBehindIt() throws IOException {
        byte[] pdf = pdf(SampleReceipts.hard());
        assertThat(text(pdf)).contains("A box stands for a character");
        // The text that a viewer copies: UTF-16 with its mark, within the page's content.
        try (PDDocument document = Loader.loadPDF(pdf)) {
            List<String> actual = new ArrayList<>();
            for (var page : document.getPages()) {
                var properties = page.getResources().getCOSObject().getCOSDictionary(COSName.PROPERTIES);
                if (properties != null) {
                    properties
                            .keySet()
                            .forEach(key ->
                                    actual.add(properties.getCOSDictionary(key).getString(COSName.ACTUAL_TEXT)));
                }
            }
            assertThat(actual).anySatisfy(line -> assertThat(line).contains("发票 日本語 한국어"));
        }
    }

    @Test
    void controlCharactersNeitherBreakLinesNorReorderText() throws IOException {
        assertThat(text(pdf(SampleReceipts.hard()))).contains("line one line two tab evil end");
    }

    @Test
    void rightToLeftTextReadsFromTheRight() {
        assertThat(DisplayText.visual("abc שלום (עו) def")).isEqualTo("abc (וע) םולש def");
        assertThat(DisplayText.visual("plain")).isEqualTo("plain");
    }

    /** Any text at all gives a document. */
    @Test
    void noTextIsTooStrange() throws IOException {
        Random random = new Random(7);
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            StringBuilder reason = new StringBuilder();
            for (int j = 0; j < 60; j++) {
                int c = random.nextInt(Character.MAX_CODE_POINT + 1);
                if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                    reason.appendCodePoint(j % 3 == 0 ? c : c % 0x3000);
                }
            }
            String noSurrogate = reason.codePoints()
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            rows.add(SampleReceipts.row(i, noSurrogate, null, "1", Integer.toString(i)));
        }
        assertThat(text(pdf(rows))).contains("200");
    }

    @Test
    void theSameReceiptIsTheSameBytes() throws IOException {
        assertThat(pdf(SampleReceipts.hard())).isEqualTo(pdf(SampleReceipts.hard()));
    }

    @Test
    void tenThousandRecordsAreQuickAndSmall() throws IOException {
        long start = System.nanoTime();
        byte[] pdf = pdf(SampleReceipts.many(10_000));
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.err.printf(Locale.ROOT, "10,000 rows: %d ms, %d bytes%n", millis, pdf.length);
        assertThat(pdf.length).isLessThan(2_000_000);
        assertThat(millis).isLessThan(20_000);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            int pages = document.getNumberOfPages();
            assertThat(pages).isBetween(200, 400);
            PDFTextStripper last = new PDFTextStripper();
            last.setStartPage(pages);
            assertThat(last.getText(document)).contains("Page " + pages + " of " + pages);
        }
    }

    @Test
    void theQrCodeIsTheAddressThatChecksTheReceipt() throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf(SampleReceipts.hard()))) {
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 150, ImageType.GRAY);
            int[] pixels = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
            BinaryBitmap bitmap = new BinaryBitmap(
                    new HybridBinarizer(new RGBLuminanceSource(page.getWidth(), page.getHeight(), pixels)));
            assertThat(new QRCodeReader().decode(bitmap).getText()).isEqualTo(SampleReceipts.URL);
        }
    }

    @Test
    void withoutRecordsTheDocumentIsOnePage() throws IOException {
        String text = text(pdf(null));
        assertThat(text).contains("Page 1 of 1").doesNotContain("Recorded (UTC)");
        assertThat(text(pdf(List.of()))).contains("No records in this window.");
    }
}
