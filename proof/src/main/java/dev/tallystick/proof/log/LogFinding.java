package dev.tallystick.proof.log;

import dev.tallystick.proof.bytes.ShownText;

/**
 * Whether one thing about a log holds.
 *
 * @param what which thing, for a person
 * @param holds whether it does
 * @param expected what should have been found; empty if it holds
 * @param found what was found; empty if it holds
 */
public record LogFinding(String what, boolean holds, String expected, String found) {
    /** Makes the texts, which may quote what was read, fit to be shown. */
    public LogFinding {
        what = ShownText.of(what);
        expected = ShownText.of(expected);
        found = ShownText.of(found);
    }

    static LogFinding holds(String what) {
        return new LogFinding(what, true, "", "");
    }

    static LogFinding compared(String what, Object expected, Object found) {
        return expected.equals(found)
                ? holds(what)
                : new LogFinding(what, false, expected.toString(), found.toString());
    }
}
