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
    public static final int COMPARISON_REPORTED = 12;
    public static final int ENDPOINT_CREATED = 13;
    public static final int ENDPOINT_CHANGED = 14;
    public static final int ENDPOINT_SECRET_ROTATED = 15;
    public static final int ENDPOINT_DELETED = 16;
    public static final int DELIVERY_GIVEN_UP = 17;
    public static final int CUSTOMER_SETTINGS_CHANGED = 18;
    public static final int CUSTOMER_KEY_REVOKED = 19;

    private EventType() {}

    /** Whether a type byte is that of a known event that begins with a stamp. */
    static boolean stamped(int type) {
        return type >= TENANT_OPENED && type <= CUSTOMER_KEY_REVOKED;
    }

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
            case Event.CustomerKeyRevoked ignored -> CUSTOMER_KEY_REVOKED;
            case Event.CheckpointCountersigned ignored -> CHECKPOINT_COUNTERSIGNED;
            case Event.PeriodClosed ignored -> PERIOD_CLOSED;
            case Event.TenantSettingsChanged ignored -> TENANT_SETTINGS_CHANGED;
            case Event.ComparisonReported ignored -> COMPARISON_REPORTED;
            case Event.EndpointCreated ignored -> ENDPOINT_CREATED;
            case Event.EndpointChanged ignored -> ENDPOINT_CHANGED;
            case Event.EndpointSecretRotated ignored -> ENDPOINT_SECRET_ROTATED;
            case Event.EndpointDeleted ignored -> ENDPOINT_DELETED;
            case Event.DeliveryGivenUp ignored -> DELIVERY_GIVEN_UP;
            case Event.CustomerSettingsChanged ignored -> CUSTOMER_SETTINGS_CHANGED;
            case Event.LogKeyRotated ignored -> LOG_KEY_ROTATED;
        };
    }
}
