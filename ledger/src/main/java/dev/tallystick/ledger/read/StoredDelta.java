package dev.tallystick.ledger.read;

import dev.tallystick.ledger.event.Event.DeltaRecorded;

/**
 * A recorded delta and its number among the plane's events.
 *
 * @param event event number = leaf index in the plane's log, from 0
 */
public record StoredDelta(long event, DeltaRecorded delta) {
    /** {@code r_} and the event number in at least ten digits. */
    public static String recordId(long event) {
        String digits = Long.toString(event);
        return digits.length() >= 10 ? "r_" + digits : "r_" + "0000000000".substring(digits.length()) + digits;
    }

    /** The event number a record id names, or -1 if it has not the form of one. */
    public static long eventOf(String recordId) {
        int length = recordId.length();
        if (length < 12 || length > 20 || !recordId.startsWith("r_")) {
            return -1;
        }
        long event = 0;
        for (int i = 2; i < length; i++) {
            char c = recordId.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            event = event * 10 + (c - '0');
        }
        return recordId(event).equals(recordId) ? event : -1;
    }

    public String recordId() {
        return recordId(event);
    }
}
