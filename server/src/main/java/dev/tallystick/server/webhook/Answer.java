package dev.tallystick.server.webhook;

/**
 * What came of one attempt.
 *
 * @param status the receiver's HTTP status, 0 if there was none
 * @param body the beginning of its reply as text, empty if there was none
 * @param retryAfterMillis how long it asked to wait, 0 if it did not
 * @param problem a sentence on why there was no status, empty if there was one
 */
record Answer(int status, String body, long retryAfterMillis, String problem) {
    static Answer none(String problem) {
        return new Answer(0, "", 0, problem);
    }

    boolean delivered() {
        return status / 100 == 2;
    }

    boolean gone() {
        return status == 410;
    }

    /** The outcome as a sentence. */
    String sentence() {
        if (status == 0) {
            return problem;
        }
        return status / 100 == 3
                ? "It answered " + status + "; redirects are not followed."
                : "It answered " + status + ".";
    }
}
