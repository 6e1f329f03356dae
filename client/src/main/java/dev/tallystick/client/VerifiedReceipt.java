package dev.tallystick.client;

import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A receipt that has passed every step of its check; the file proves the same to anybody else.
 *
 * @param receipt what it says
 * @param verification what was checked, step by step
 * @param file the file as it came
 */
public record VerifiedReceipt(Receipt receipt, Verification verification, FileBytes file) {
    /** A file's bytes, with content equality. */
    public static final class FileBytes {
        private final byte[] bytes;

        FileBytes(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Returns a copy. */
        public byte[] toBytes() {
            return bytes.clone();
        }

        /** Writes the file. */
        public void writeTo(Path path) throws IOException {
            Files.write(path, bytes);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof FileBytes file && Arrays.equals(bytes, file.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
