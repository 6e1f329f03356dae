package dev.tallystick.cli;

/** Text for people, in lines that a terminal or a printed page shows whole. */
final class Lines {
    /** Columns of a line; longer only where one word or a row of amounts is. */
    static final int WIDTH = 100;

    private static final String ELLIPSIS = "...";

    private Lines() {}

    /** Appends the text, broken between words: the first line after {@code first}, the others as far in as that. */
    static void wrap(StringBuilder out, String first, String text) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.replaceAll("\\p{Cntrl}", " ").strip().split(" +", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                out.append(line).append('\n');
                line.setLength(0);
                line.repeat(' ', first.length());
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        out.append(line).append('\n');
    }

    /** The text, without its middle if it is longer than this: references differ at their ends. */
    static String clipped(String text, int length) {
        if (text.length() <= length || length <= ELLIPSIS.length()) {
            return text;
        }
        int kept = length - ELLIPSIS.length();
        int tail = kept / 2;
        return text.substring(0, kept - tail) + ELLIPSIS + text.substring(text.length() - tail);
    }
}
