package dev.tallystick.server.compare;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to do about an amount that only its comma, or its points between thousands, keep from being a decimal. Stateless. */
public final class AmountHint {
    private static final String GROUP = "[+-]?[1-9]\\d{0,2}";

    /** 1,958: one thousand or nearly two. */
    private static final Pattern EITHER = Pattern.compile(GROUP + ",\\d{3}");

    /** 1,958.93 and 1,234,567. */
    private static final Pattern THOUSANDS = Pattern.compile(GROUP + "(,\\d{3})+(\\.\\d+)?");

    /** 1958,93 and 1.958,93 and 1.234.567. */
    private static final Pattern DECIMAL_COMMA =
            Pattern.compile("[+-]?\\d+,\\d+|" + GROUP + "(\\.\\d{3})+,\\d+|" + GROUP + "(\\.\\d{3}){2,}");

    private AmountHint() {}

    /** Returns a sentence to act on, or null if the text is something else; {@code text} without blanks around it. */
    public static @Nullable String of(String text) {
        String quoted = "'" + RowValues.clipped(text) + "' has ";
        if (EITHER.matcher(text).matches()) {
            return quoted
                    + "a comma: if it separates thousands, remove it; if it is the decimal comma, write a point, or add"
                    + " --decimal-comma on the command line.";
        }
        if (THOUSANDS.matcher(text).matches()) {
            return quoted + "a thousands separator: remove it.";
        }
        if (DECIMAL_COMMA.matcher(text).matches()) {
            return quoted + (text.indexOf(',') < 0 ? "points between thousands" : "a decimal comma")
                    + ": write it as -42.5, or add --decimal-comma on the command line.";
        }
        return null;
    }
}
