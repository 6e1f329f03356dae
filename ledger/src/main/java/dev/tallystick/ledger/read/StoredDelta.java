package dev.tallystick.ledger.read;

import dev.tallystick.ledger.event.Event.DeltaRecorded;

/**
 * A recorded delta and its number among the plane's events.
 *
 * @param event event number = leaf index in the plane's log, from 0
 */
public record StoredDelta(long event, DeltaRecorded delta) {
    private static final int DIGITS_MIN = 10;
    private static final int DIGITS_MAX = 18;

    /** {@code r_} and the event number in at least ten digits. */
    public static String recordId(long event) {
        return "r_" + digits(event);
    }

    static String digits(long event) {
        String digits = Long.toString(event);
        return digits.length() >= DIGITS_MIN ? digits : "0000000000".substring(digits.length()) + digits;
    }

    /** The event number a record id names, or -1 if it has not the form of one. */
    public static long eventOf(String recordId) {
        return recordId.startsWith("r_") ? eventOfDigits(recordId, 2) : -1;
    }

    /** The number that {@link #digits} wrote from {@code start} to the end of an id, or -1. */
    static long eventOfDigits(String id, int start) {
        int length = id.length() - start;
        if (length < DIGITS_MIN || length > DIGITS_MAX) {
            return -1;
        }
        long event = 0;
        for (int i = start; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            event = event * 10 + (c - '0');
        }
        return digits(event).length() == length ? event : -1;
    }

    public String recordId() {
        return recordId(event);
    }
}
