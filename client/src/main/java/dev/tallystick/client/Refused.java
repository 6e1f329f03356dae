package dev.tallystick.client;

/**
 * A row of a batch that was not recorded.
 *
 * @param code why, such as {@code REFERENCE_CONFLICT}
 * @param message what to do about it
 */
public record Refused(String code, String message) implements BatchRow {
    /** Whether the same row may be taken at another time, unchanged. */
    public boolean temporary() {
        return switch (code) {
            case "CADENCE_LIMIT", "RATE_LIMITED", "SERVICE_UNAVAILABLE" -> true;
            default -> false;
        };
    }
}
