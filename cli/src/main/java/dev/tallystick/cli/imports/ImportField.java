package dev.tallystick.cli.imports;

/** What a delta is made of, under the name that a column has unless it is mapped. */
public enum ImportField {
    CUSTOMER_ID("customerId"),
    DELTA("delta"),
    REASON("reason"),
    REFERENCE_ID("referenceId"),
    OCCURRED_AT("occurredAt"),
    METADATA("metadata"),
    ADJUSTS_RECORD_ID("adjustsRecordId"),
    ADJUSTS_REFERENCE_ID("adjustsReferenceId");

    private final String label;

    ImportField(String label) {
        this.label = label;
    }

    /** The field's name in flags. */
    public String label() {
        return label;
    }
}
