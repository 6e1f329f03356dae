package dev.tallystick.ledger.event;

/**
 * What an API key may do. Stored as one byte: bit 0 is {@code read}, bit 1 is {@code write}.
 *
 * @param read may call the reading operations
 * @param write may call the recording operations
 */
public record ApiKeyScopes(boolean read, boolean write) {
    public static final ApiKeyScopes ALL = new ApiKeyScopes(true, true);

    public ApiKeyScopes {
        if (!read && !write) {
            throw new IllegalArgumentException("an API key needs at least one scope: read or write");
        }
    }

    int toBits() {
        return (read ? 1 : 0) | (write ? 2 : 0);
    }

    static ApiKeyScopes ofBits(int bits) {
        return new ApiKeyScopes((bits & 1) != 0, (bits & 2) != 0);
    }
}
