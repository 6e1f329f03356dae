package dev.tallystick.ledger.event;

/** The type bytes of events and of their leaves in the log. Permanent: a number is never used again. */
public final class EventType {
    public static final int DELTA_RECORDED = 1;
    public static final int TENANT_OPENED = 2;
    public static final int API_KEY_CREATED = 3;
    public static final int API_KEY_REVOKED = 4;
    public static final int REQUEST_ANSWERED = 5;
    public static final int CHECKPOINT_SEALED = 6;
    public static final int CUSTOMER_KEY_REGISTERED = 7;
    public static final int CHECKPOINT_COUNTERSIGNED = 8;
    public static final int PERIOD_CLOSED = 9;
    public static final int TENANT_SETTINGS_CHANGED = 10;

    public static final int LOG_KEY_ROTATED = 11;

    private EventType() {}

    /** The type byte of an event. */
    public static int of(Event event) {
        return switch (event) {
            case Event.DeltaRecorded ignored -> DELTA_RECORDED;
            case Event.TenantOpened ignored -> TENANT_OPENED;
            case Event.ApiKeyCreated ignored -> API_KEY_CREATED;
            case Event.ApiKeyRevoked ignored -> API_KEY_REVOKED;
            case Event.RequestAnswered ignored -> REQUEST_ANSWERED;
            case Event.CheckpointSealed ignored -> CHECKPOINT_SEALED;
            case Event.CustomerKeyRegistered ignored -> CUSTOMER_KEY_REGISTERED;
            case Event.CheckpointCountersigned ignored -> CHECKPOINT_COUNTERSIGNED;
            case Event.PeriodClosed ignored -> PERIOD_CLOSED;
            case Event.TenantSettingsChanged ignored -> TENANT_SETTINGS_CHANGED;
            case Event.LogKeyRotated ignored -> LOG_KEY_ROTATED;
        };
    }
}
