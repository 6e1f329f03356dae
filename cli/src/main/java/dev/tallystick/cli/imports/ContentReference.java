package dev.tallystick.cli.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * References for rows that have none: {@code imp_} and the first 20 bytes, in hexadecimal, of SHA-256 over the ASCII
 * text {@code tallystick:import:v1}, the SHA-256 of the whole file (unpacked) and the row's number in it as decimal
 * ASCII. The same file gives the same references wherever and however often it is imported, so importing it again
 * stores nothing twice; a file that differs in a single byte is another file with other references.
 */
final class ContentReference {
    private static final byte[] TAG = "tallystick:import:v1".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 20;

    private final byte[] content;
    private final MessageDigest sha = sha256();

    private ContentReference(byte[] content) {
        this.content = content;
    }

    /** A file's unpacked content, to be read by whoever likes, from its beginning, and then handed to {@link #of}. */
    static DigestInputStream reading(InputStream unpacked) {
        return new DigestInputStream(unpacked, sha256());
    }

    /** Reads on to the content's end. */
    static ContentReference of(DigestInputStream content) throws IOException {
        content.transferTo(OutputStream.nullOutputStream());
        return new ContentReference(content.getMessageDigest().digest());
    }

    /** The reference of a row, counted from 1. */
    String ofRow(long number) {
        sha.update(TAG);
        sha.update(content);
        sha.update(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        return "imp_" + HexFormat.of().formatHex(Arrays.copyOf(sha.digest(), LENGTH));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
