package dev.tallystick.proof.log;

/**
 * Whether one thing about a log holds.
 *
 * @param what which thing, for a person
 * @param holds whether it does
 * @param expected what should have been found; empty if it holds
 * @param found what was found; empty if it holds
 */
public record LogFinding(String what, boolean holds, String expected, String found) {
    static LogFinding holds(String what) {
        return new LogFinding(what, true, "", "");
    }

    static LogFinding compared(String what, Object expected, Object found) {
        return expected.equals(found)
                ? holds(what)
                : new LogFinding(what, false, expected.toString(), found.toString());
    }
}
