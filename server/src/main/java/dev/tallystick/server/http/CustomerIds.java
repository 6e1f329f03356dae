package dev.tallystick.server.http;

/** The rule for customer ids: 1 to 128 characters of {@code [A-Za-z0-9_.:-]}. */
final class CustomerIds {
    static final int LENGTH_MAX = 128;

    private CustomerIds() {}

    static boolean valid(String id) {
        int length = id.length();
        if (length == 0 || length > LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = id.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '_' && c != '.' && c != ':' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
