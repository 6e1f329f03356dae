package dev.tallystick.server.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query of a request, decoded. Parameters nobody reads are ignored; one that is read may be given once. */
final class Query {
    private static final Query NONE = new Query(List.of());

    private final List<Parameter> parameters;

    private Query(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    /** A name with its value, both decoded. */
    record Parameter(String name, String value) {}

    /** @throws ProblemException 400 if an escape is malformed */
    static Query of(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return NONE;
        }
        List<Parameter> parameters = new ArrayList<>();
        int start = 0;
        while (start <= raw.length()) {
            int end = raw.indexOf('&', start);
            end = end < 0 ? raw.length() : end;
            if (end > start) {
                int equals = raw.indexOf('=', start);
                boolean named = equals >= 0 && equals < end;
                String name = PercentText.decode(raw, start, named ? equals : end, true, "the query");
                String value = named ? PercentText.decode(raw, equals + 1, end, true, name) : "";
                parameters.add(new Parameter(name, value));
            }
            start = end + 1;
        }
        return new Query(parameters);
    }

    /**
     * The parameter's value, or null if it is absent.
     *
     * @throws ProblemException 400 if it is given more than once
     */
    @Nullable
    String one(String name) {
        String found = null;
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                if (found != null) {
                    throw Problem.invalid(name, name + " is given more than once. Give it once.")
                            .toException();
                }
                found = parameter.value();
            }
        }
        return found;
    }

    /**
     * A whole number.
     *
     * @throws ProblemException 400 if it is no decimal whole number from {@code min} to {@code max}
     */
    long integer(String name, long min, long max, long otherwise) {
        String text = one(name);
        if (text == null) {
            return otherwise;
        }
        long value = digits(text);
        if (value < min || value > max) {
            throw Problem.invalid(
                            name,
                            name + " must be a whole number from " + min + " to " + max + ", but '" + clipped(text)
                                    + "' was sent.")
                    .toException();
        }
        return value;
    }

    private static long digits(String text) {
        int length = text.length();
        if (length == 0 || length > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    /** Text a client sent, short enough to repeat in a sentence. */
    static String clipped(String text) {
        return text.codePointCount(0, text.length()) <= 60
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 60)) + "...";
    }

    /** Whether amounts are wanted as JSON strings; 400 for anything but {@code string} or {@code number}. */
    boolean amountsAsStrings() {
        String amounts = parameters.isEmpty() ? null : one("amounts");
        if (amounts == null || amounts.equals("number")) {
            return false;
        }
        if (amounts.equals("string")) {
            return true;
        }
        throw Problem.invalid("amounts", "amounts must be 'number' or 'string'.")
                .toException();
    }

    boolean isEmpty() {
        return parameters.isEmpty();
    }

    /** All parameters in the order of names, then values, so that equal queries look equal. */
    List<Parameter> sorted() {
        List<Parameter> sorted = new ArrayList<>(parameters);
        sorted.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
        return sorted;
    }
}
