package dev.tallystick.ledger.event;

/** Whether a webhook endpoint is told of events. Stored as one byte; numbers are permanent. */
public enum EndpointState {
    /** It is. */
    ENABLED(1),

    /** An operator switched it off. */
    SWITCHED_OFF(2),

    /** It answered 410: gone. */
    GONE(3),

    /** It answered nothing but failures for days. */
    FAILED(4);

    private static final EndpointState[] BY_NUMBER = {ENABLED, SWITCHED_OFF, GONE, FAILED};

    private final int number;

    EndpointState(int number) {
        this.number = number;
    }

    /** The byte it is stored as: 1 to 4. */
    int number() {
        return number;
    }

    /** The state of a number from 1 to {@link #count}. */
    static EndpointState of(int number) {
        return BY_NUMBER[number - 1];
    }

    static int count() {
        return BY_NUMBER.length;
    }
}
