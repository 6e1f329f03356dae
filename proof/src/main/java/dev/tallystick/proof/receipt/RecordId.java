package dev.tallystick.proof.receipt;

/** The ids of records: {@code r_} and the event number, which is the record's leaf index, in at least ten digits. */
final class RecordId {
    private static final String PREFIX = "r_";
    private static final int DIGITS_MIN = 10;
    private static final int DIGITS_MAX = 18;

    private RecordId() {}

    static String of(long event) {
        String digits = Long.toString(event);
        return PREFIX + "0".repeat(Math.max(0, DIGITS_MIN - digits.length())) + digits;
    }

    static long parse(String text) {
        int digits = text.length() - PREFIX.length();
        if (text.startsWith(PREFIX) && digits >= DIGITS_MIN && digits <= DIGITS_MAX) {
            long event = 0;
            for (int i = PREFIX.length(); i < text.length(); i++) {
                event = event * 10 + Math.clamp(text.charAt(i) - '0', 0, 9);
            }
            if (of(event).equals(text)) {
                return event;
            }
        }
        throw new ReceiptException("A recordId must be r_ and at least ten digits, but '" + text + "' is not.");
    }
}
