package dev.tallystick.proof.log;

import dev.tallystick.proof.note.SignedHead;

/** What a witness answers to an {@code add-checkpoint} request, by C2SP tlog-witness. */
public sealed interface WitnessAnswer {
    /**
     * The head may be cosigned, once it is on disk as this log's newest.
     *
     * @param head the head as it was sent
     */
    record Cosign(SignedHead head) implements WitnessAnswer {}

    /**
     * The witness cosigned another size last.
     *
     * @param lastSize that size, for the body of the answer
     */
    record Conflict(long lastSize) implements WitnessAnswer {}

    /**
     * The head must not be cosigned.
     *
     * @param reason why
     * @param message a sentence for the log's operator
     */
    record Refused(Reason reason, String message) implements WitnessAnswer {}

    /** Returns the HTTP status. */
    default int status() {
        return switch (this) {
            case Cosign cosign -> 200;
            case Conflict conflict -> 409;
            case Refused refused -> refused.reason().status();
        };
    }

    /** Why a head is refused. */
    enum Reason {
        /** The body is not of its form, or the old size is above the head's. */
        MALFORMED(400),
        /** No signature by a trusted key of this log, or one that does not hold. */
        NOT_SIGNED(403),
        /** No log of this origin is known. */
        UNKNOWN_LOG(404),
        /** The head does not extend what was cosigned: proof of a fork, if the signature holds. */
        INCONSISTENT(422);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /** Returns the HTTP status. */
        public int status() {
            return status;
        }
    }
}
