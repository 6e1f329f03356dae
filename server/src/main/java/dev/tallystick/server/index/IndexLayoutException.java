package dev.tallystick.server.index;

/** The index was written by a release that lays it out in another way. Nothing is wrong with it: delete it and replay. */
public final class IndexLayoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IndexLayoutException(int found, int expected) {
        super("the index has layout " + found + ", this release writes layout " + expected);
    }
}
