package dev.tallystick.server.index.hashes;

/** What the hashes of a run are of. */
public enum HashKind {
    /** Account and reference. */
    REFERENCE((byte) 'F'),
    /** Proof hashes. */
    PROOF((byte) 'P');

    private final byte code;

    HashKind(byte code) {
        this.code = code;
    }

    /** Stands for it on the disk; permanent. */
    public byte code() {
        return code;
    }

    static HashKind of(int code) throws DamagedRunException {
        for (HashKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new DamagedRunException("the list of runs names a kind " + code);
    }
}
