package dev.tallystick.proof.receipt;

/** The steps of checking a receipt, in their order. Every implementation has the same ones with the same verdicts. */
public enum Step {
    /** The file is a receipt of a known format. */
    PARSE("parse"),
    /** Each record's content has its content hash and is this customer's. */
    CONTENT_HASHES("content hashes"),
    /** Each record has its proof hash and names the one before it; sequence, time and id grow. */
    CHAIN("chain"),
    /** Balances follow from the deltas, and the statement's figures from the records. */
    SUMS("sums"),
    /** The statement's count, sequences, chain head and items root are those of the records. */
    ITEMS_ROOT("items root"),
    /** The proof root is the statement's hash, or the record's proof hash; window and times agree. */
    STATEMENT("statement"),
    /** The proof root's leaf is in the tree of the head. */
    INCLUSION("inclusion"),
    /** The head is signed by the log. */
    SIGNATURE("signature"),
    /** Enough of the trusted witnesses have cosigned the head. */
    WITNESSES("witnesses"),
    /** Customers' signatures under the checkpoint hold. */
    COUNTERSIGNATURES("countersignatures");

    private final String text;

    Step(String text) {
        this.text = text;
    }

    /** Returns the step's name as it is printed. */
    public String text() {
        return text;
    }
}
