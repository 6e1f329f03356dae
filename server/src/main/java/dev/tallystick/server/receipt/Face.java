package dev.tallystick.server.receipt;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * An embedded font within one document. A character it has no glyph for is drawn as a box, and the text that is copied out
 * of the document still holds the character. For one thread.
 */
final class Face {
    /** The face of ordinary text: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic, Lao and many symbols. */
    static final String REGULAR = "DejaVuSansCondensed.ttf";

    static final String BOLD = "DejaVuSansCondensed-Bold.ttf";

    private static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";
    private static final int BOX = 0x25a1;

    private final PDType0Font font;
    private final TrueTypeFont glyphs;
    private final CmapLookup lookup;
    private final Map<Integer, Integer> widths = new HashMap<>();
    private final int unitsPerEm;
    private boolean boxed;

    private Face(PDType0Font font, TrueTypeFont glyphs) throws IOException {
        this.font = font;
        this.glyphs = glyphs;
        this.lookup = glyphs.getUnicodeCmapLookup();
        this.unitsPerEm = glyphs.getUnitsPerEm();
    }

    /** Embeds the used part of a font in a document, which closes it. */
    static Face embed(PDDocument document, String name) throws IOException {
        try (InputStream in = Face.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IOException("The font " + name + " is not on the class path.");
            }
            TrueTypeFont glyphs = new TTFParser().parse(new RandomAccessReadBuffer(in));
            // A ligature is one glyph for two characters: it would be searched for in vain and upset the widths.
            glyphs.setEnableGsub(false);
            document.registerTrueTypeFontForClosing(glyphs);
            return new Face(PDType0Font.load(document, glyphs, true), glyphs);
        }
    }

    /** Whether a box was drawn for some character. */
    boolean boxed() {
        return boxed;
    }

    /** The width of text in points at a size in points. */
    float width(String text, float size) {
        int units = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            units += units(text.codePointAt(i));
        }
        return units * size / unitsPerEm;
    }

    private int units(int codePoint) {
        Integer known = widths.get(codePoint);
        if (known == null) {
            known = advance(has(codePoint) ? codePoint : BOX);
            widths.put(codePoint, known);
        }
        return known;
    }

    private int advance(int codePoint) {
        try {
            return glyphs.getAdvanceWidth(lookup.getGlyphId(codePoint));
        } catch (IOException e) {
            throw new IllegalStateException("The embedded font cannot be read.", e);
        }
    }

    private boolean has(int codePoint) {
        return lookup.getGlyphId(codePoint) != 0;
    }

    /** Draws one line with its left end at a place, in points from the page's lower left corner. */
    void draw(PDPageContentStream page, String line, float size, float x, float y) throws IOException {
        if (line.isEmpty()) {
            return;
        }
        String visual = DisplayText.visual(line);
        boolean whole = visual.codePoints().allMatch(this::has);
        if (!whole) {
            boxed = true;
            COSDictionary properties = new COSDictionary();
            properties.setString(COSName.ACTUAL_TEXT, line);
            page.beginMarkedContent(COSName.getPDFName("Span"), PDPropertyList.create(properties));
        }
        page.beginText();
        page.setFont(font, size);
        page.newLineAtOffset(x, y);
        page.showText(whole ? visual : withBoxes(visual));
        page.endText();
        if (!whole) {
            page.endMarkedContent();
        }
    }

    private String withBoxes(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(has(c) ? c : BOX));
        return out.toString();
    }

    /**
     * Breaks text into lines: between words where that is possible, within a word that is longer than a line, and never
     * into none.
     */
    List<String> wrap(String text, float size, float widthMax) {
        List<String> lines = new ArrayList<>();
        float unitsMax = widthMax * unitsPerEm / size;
        int start = 0;
        int space = -1;
        int units = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            units += units(codePoint);
            if (units > unitsMax && i > start && codePoint != ' ') {
                int end = space > start ? space : i;
                lines.add(text.substring(start, end));
                start = end == space ? end + 1 : end;
                i = start;
                space = -1;
                units = 0;
                continue;
            }
            if (codePoint == ' ') {
                space = i;
            }
            i += Character.charCount(codePoint);
        }
        lines.add(text.substring(start));
        return lines;
    }
}
