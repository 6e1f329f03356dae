package dev.tallystick.server.receipt;

import java.text.Bidi;
import java.text.Normalizer;

/** Prepares text that somebody else wrote for being set in lines. */
final class DisplayText {
    private DisplayText() {}

    /**
     * Text as it is shown: composed characters, a space for every control character and line break, and without the
     * invisible ones, some of which would reorder what follows them.
     */
    static String shown(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        StringBuilder shown = new StringBuilder(composed.length());
        composed.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SPACE_SEPARATOR -> shown.append(' ');
                case Character.FORMAT -> {}
                default -> shown.appendCodePoint(invisible(c) ? ' ' : c);
            }
        });
        return shown.toString().strip();
    }

    /** Variation selectors choose a glyph and are none themselves. */
    private static boolean invisible(int c) {
        return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
    }

    /** One line in the order in which it is drawn from left to right. */
    static String visual(String line) {
        char[] chars = line.toCharArray();
        if (!Bidi.requiresBidi(chars, 0, chars.length)) {
            return line;
        }
        Bidi bidi = new Bidi(line, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
        int runs = bidi.getRunCount();
        byte[] levels = new byte[runs];
        String[] texts = new String[runs];
        for (int run = 0; run < runs; run++) {
            levels[run] = (byte) bidi.getRunLevel(run);
            String text = line.substring(bidi.getRunStart(run), bidi.getRunLimit(run));
            texts[run] = (levels[run] & 1) == 1 ? mirrored(text) : text;
        }
        Bidi.reorderVisually(levels, 0, texts, 0, runs);
        return String.join("", texts);
    }

    private static String mirrored(String text) {
        StringBuilder reversed = new StringBuilder(text).reverse();
        for (int i = 0; i < reversed.length(); i++) {
            int pair = "()[]{}<>«»".indexOf(reversed.charAt(i));
            if (pair >= 0) {
                reversed.setCharAt(i, "()[]{}<>«»".charAt(pair ^ 1));
            }
        }
        return reversed.toString();
    }
}
