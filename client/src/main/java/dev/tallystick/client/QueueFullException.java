package dev.tallystick.client;

import java.io.Serial;

/** The queue holds as many rows as it may; none of the rows handed over was taken. Flush, or wait until it has. */
public final class QueueFullException extends TallystickException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int rowsMax;

    QueueFullException(int waiting, int added, int rowsMax) {
        super(
                "The queue holds " + waiting + " rows and may hold " + rowsMax + "; " + added
                        + " more were not taken. Flush it, or wait until the server is reached again.",
                null);
        this.rowsMax = rowsMax;
    }

    /** Returns the bound in rows. */
    public int rowsMax() {
        return rowsMax;
    }
}
