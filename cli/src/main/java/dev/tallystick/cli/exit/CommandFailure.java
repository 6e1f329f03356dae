package dev.tallystick.cli.exit;

import org.jspecify.annotations.Nullable;

/**
 * Ends a command with an exit code and a sentence on standard error. What it did until then stays done; of a check, what
 * it would have said is not known.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    /** @param exitCode one of {@link ExitCode} */
    public CommandFailure(int exitCode, String sentence) {
        this(exitCode, sentence, null);
    }

    /** The caller's flags, keys or files make no sense. */
    public static CommandFailure usage(String sentence) {
        return new CommandFailure(ExitCode.USAGE, sentence, null);
    }

    /** A file cannot be read or written, or the server cannot be reached. */
    public static CommandFailure surroundings(String sentence, @Nullable Throwable cause) {
        return new CommandFailure(ExitCode.SURROUNDINGS, sentence, cause);
    }

    /** One of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
