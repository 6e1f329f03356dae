package dev.tallystick.cli.exit;

/** The exit codes of every command. */
public final class ExitCode {
    /** Done and good. */
    public static final int GOOD = 0;

    /** The answer is "no": it differs, does not verify, was refused or is not there. */
    public static final int NO = 1;

    /** Wrong usage: a flag, a setting, a key or a request that makes no sense. */
    public static final int USAGE = 2;

    /** The surroundings: port taken, folder locked, server unreachable, damage found. */
    public static final int SURROUNDINGS = 3;

    private ExitCode() {}
}
