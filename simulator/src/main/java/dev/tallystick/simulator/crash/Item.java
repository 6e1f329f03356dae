package dev.tallystick.simulator.crash;

import dev.tallystick.proof.amount.Amount;

/** A delta as a request carries it. The reference is unique over the whole run. */
record Item(String customerId, String referenceId, Amount delta) {
    String toJson() {
        return "{\"customerId\":\"" + customerId + "\",\"delta\":" + delta
                + ",\"reason\":\"crash loop\",\"referenceId\":\"" + referenceId + "\"}";
    }
}
