package dev.tallystick.server.webhook;

import java.util.ArrayDeque;

/**
 * What one customer's endpoint is still to be told, in order. Owned by its outlet's lock.
 *
 * <pre>
 *   READY --(taken by a worker)--> RUNNING --(delivered, more left)--> READY
 *                                     |------(failed)---------------> WAITING --(due)--> READY
 *                                     '------(delivered, none left)-> (removed)
 * </pre>
 */
final class Lane {
    /** Where it stands. */
    enum Stage {
        READY,
        RUNNING,
        WAITING
    }

    final String customerId;
    final ArrayDeque<Pending> queue = new ArrayDeque<>();
    Stage stage = Stage.READY;

    /** How often it was taken by a worker. */
    int turns;

    Lane(String customerId) {
        this.customerId = customerId;
    }
}
