package dev.tallystick.proof.note;

import dev.tallystick.proof.bytes.ByteSink;
import dev.tallystick.proof.bytes.ByteSource;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.bytes.Sha256;
import java.util.HexFormat;

/** The rules for key names and key ids that all kinds of keys and signatures share. */
final class KeyNames {
    private static final int CAPACITY = 128;
    private static final int NEXT_LINE = 0x85;

    private KeyNames() {}

    static String checked(String name) {
        if (name.isEmpty() || name.codePoints().anyMatch(KeyNames::unfit)) {
            throw new NoteException(
                    "A key name must have characters, and no space, control character or plus among them, but '" + name
                            + "' was given.");
        }
        return name;
    }

    private static boolean unfit(int codePoint) {
        return codePoint == '+'
                || codePoint < ' '
                || codePoint == NEXT_LINE
                || Character.isSpaceChar(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    /** Key ID = SHA-256(name, newline, type byte, key)[:4] of C2SP signed-note. */
    static int id(String name, KeyAlgorithm algorithm, Ed25519PublicKey key) {
        ByteSink sink =
                new ByteSink(CAPACITY).utf8(name).u8('\n').u8(algorithm.type()).bytes(key.toBytes());
        Hash hash = Sha256.hash(sink.array(), 0, sink.length());
        return (int) new ByteSource(hash.toBytes()).u32();
    }

    static String hex(int keyId) {
        return HexFormat.of().toHexDigits(keyId);
    }
}
