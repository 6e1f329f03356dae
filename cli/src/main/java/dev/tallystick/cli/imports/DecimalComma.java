package dev.tallystick.cli.imports;

import dev.tallystick.proof.amount.AmountException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as much of Europe writes them: {@code 1958,93}, {@code -1.958,93}, {@code 12}. Only texts are changed. Stateless. */
public final class DecimalComma {
    private static final Pattern FORM = Pattern.compile("(-?)(\\d+|[1-9]\\d{0,2}(?:\\.\\d{3})+)(?:,(\\d+))?");

    private DecimalComma() {}

    /**
     * The same amount with a decimal point and nothing between thousands.
     *
     * @param text without blanks around it
     * @throws AmountException it is not of this form: points may stand between groups of three digits alone
     */
    public static String pointed(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new AmountException(
                    "With --decimal-comma an amount must have a comma before its fraction and points only"
                            + " between groups of three digits, such as -1.958,93.");
        }
        String fraction = matcher.group(3);
        return matcher.group(1) + matcher.group(2).replace(".", "") + (fraction == null ? "" : "." + fraction);
    }
}
