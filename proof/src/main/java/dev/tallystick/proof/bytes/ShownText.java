package dev.tallystick.proof.bytes;

/**
 * Text from outside, made fit to be shown: without control characters, which could rewrite a terminal, and not longer than a
 * person reads. Stateless.
 */
public final class ShownText {
    /** Most characters that are kept. */
    public static final int LENGTH_MAX = 1_000;

    private static final char REPLACEMENT = '\ufffd';

    private ShownText() {}

    /** Returns the text, with every control character replaced by U+FFFD and a long end by three points. */
    public static String of(String text) {
        String kept = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "..." : text;
        for (int i = 0; i < kept.length(); i++) {
            if (Character.isISOControl(kept.charAt(i))) {
                return replaced(kept);
            }
        }
        return kept;
    }

    private static String replaced(String text) {
        StringBuilder shown = new StringBuilder(text);
        for (int i = 0; i < shown.length(); i++) {
            if (Character.isISOControl(shown.charAt(i))) {
                shown.setCharAt(i, REPLACEMENT);
            }
        }
        return shown.toString();
    }
}
