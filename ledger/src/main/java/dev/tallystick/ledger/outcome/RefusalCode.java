package dev.tallystick.ledger.outcome;

/**
 * Why something was refused. Names are the wire's and permanent; the order is the order in which they are checked, so
 * the first that applies is the one a caller sees. So a repeat is answered as one whatever the customer's cadence, and
 * only a delta that would otherwise be recorded is told to wait.
 */
public enum RefusalCode {
    MALFORMED_JSON,
    VALIDATION_ERROR,
    INVALID_SCOPE_COMBINATION,
    SCOPE_TOO_WIDE,
    NOT_FOUND,
    CUSTOMER_NOT_FOUND,
    RECORD_NOT_FOUND,
    IDEMPOTENCY_CONFLICT,
    REFERENCE_CONFLICT,
    ADJUSTS_UNKNOWN_RECORD,
    CADENCE_LIMIT
}
