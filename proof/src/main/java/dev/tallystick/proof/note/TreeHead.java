package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.Base64Text;
import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * A log's head: the text of a C2SP tlog-checkpoint. (A <i>checkpoint</i> in this project is a customer's closed window;
 * the log's own is called head.)
 *
 * @param origin which log: the name of the key it is signed with
 * @param size how many leaves
 * @param root the root of the tree of that size
 * @param extensions further lines, opaque; signed with the rest
 */
public record TreeHead(String origin, long size, Hash root, List<String> extensions) {
    /**
     * Checks that every line can be a line.
     *
     * @throws NoteException if the origin is no key name, an extension is empty or has a control character, or the size is
     *     negative
     */
    public TreeHead {
        extensions = List.copyOf(extensions);
        KeyNames.checked(origin);
        extensions.forEach(TreeHead::line);
        if (size < 0) {
            throw new NoteException("A log has 0 or more leaves, but " + size + " was given.");
        }
    }

    /** Makes a head without extension lines. */
    public TreeHead(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    private static void line(String text) {
        if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ')) {
            throw new NoteException(
                    "An extension line of a log head must have characters and no control character, but '" + text
                            + "' does not.");
        }
    }

    /**
     * Reads a note's text.
     *
     * @throws NoteException if it is not of the form
     */
    public static TreeHead parse(byte[] text) {
        TextLines lines = new TextLines(text);
        String origin = lines.next("the log's origin");
        long size = TextLines.number(lines.next("the log's size"), "the log's size");
        Hash root = TextLines.hash(lines.next("the log's root"));
        List<String> extensions = new ArrayList<>();
        while (!lines.atEnd()) {
            extensions.add(lines.next("an extension line"));
        }
        return new TreeHead(origin, size, root, extensions);
    }

    /** Returns the note's text, with its last newline: the bytes that are signed. */
    public byte[] text() {
        ByteSink sink = new ByteSink(128);
        sink.utf8(origin)
                .u8('\n')
                .decimal(size, 0)
                .u8('\n')
                .ascii(Base64Text.of(root))
                .u8('\n');
        extensions.forEach(extension -> sink.utf8(extension).u8('\n'));
        return sink.toBytes();
    }
}
