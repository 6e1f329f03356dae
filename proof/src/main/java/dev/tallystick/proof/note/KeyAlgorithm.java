package dev.tallystick.proof.note;

/** What a key signs and how, by the signature type byte of C2SP signed-note. */
public enum KeyAlgorithm {
    /** Ed25519 over the note's text: a log's own signature. */
    ED25519(0x01),

    /** Ed25519 over the time and the note's text: a witness's cosignature/v1 (C2SP tlog-cosignature). */
    COSIGNATURE_V1(0x04);

    private final int type;

    KeyAlgorithm(int type) {
        this.type = type;
    }

    /** Returns the signature type byte. */
    public int type() {
        return type;
    }

    /**
     * Returns the algorithm of a signature type byte.
     *
     * @throws NoteException for every other byte
     */
    public static KeyAlgorithm of(int type) {
        for (KeyAlgorithm algorithm : values()) {
            if (algorithm.type == type) {
                return algorithm;
            }
        }
        throw new NoteException(
                "Keys of signature type " + type + " are not known here; 1 (Ed25519) and 4" + " (cosignature/v1) are.");
    }
}
