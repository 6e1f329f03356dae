package dev.tallystick.server.sequencer;

/**
 * A command could not be decided, because a record it has to be held against cannot be read. Nothing of it was stored,
 * and the plane goes on for all others.
 */
public final class CommandUndecidedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RecordUnreadableException unreadable;

    /** Makes one from what deciding met. */
    public CommandUndecidedException(RecordUnreadableException unreadable) {
        super("a command was not decided: " + unreadable.getMessage(), unreadable);
        this.unreadable = unreadable;
    }

    /** What was met. */
    public RecordUnreadableException unreadable() {
        return unreadable;
    }
}
