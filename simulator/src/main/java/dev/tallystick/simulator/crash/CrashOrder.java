package dev.tallystick.simulator.crash;

import java.util.List;

/** What the arguments of {@code ./crash} ask for. */
sealed interface CrashOrder {
    /** Kills of a run whose arguments do not say how many: some minutes. */
    int ROUNDS = 100;

    /** How it is called. */
    String USAGE = """
            usage: ./crash [--rounds N] [--seed S]
            --rounds: how often the server is killed; 100 times otherwise
            --seed: a whole number, as an earlier run printed it: makes the same choices, save for the moments of the kills""";

    /** Kill the server so often, with all choices made from the seed. */
    record Run(int rounds, long seed) implements CrashOrder {}

    /** Tell how it is called. */
    record Help() implements CrashOrder {}

    /** Nothing that can be done, and why. */
    record Wrong(String why) implements CrashOrder {}

    /**
     * Reads the arguments. Nothing is passed over: a mistyped option would otherwise cost the minutes of a whole run.
     *
     * @param seed for a run whose arguments name none
     */
    static CrashOrder of(List<String> arguments, long seed) {
        if (arguments.contains("--help")) {
            return new Help();
        }
        long rounds = ROUNDS;
        long drawnFrom = seed;
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.equals("--rounds") && !name.equals("--seed")) {
                return new Wrong("there is no option " + name);
            }
            if (i + 1 == arguments.size()) {
                return new Wrong(name + " needs a number");
            }
            String text = arguments.get(i + 1);
            try {
                long number = Long.parseLong(text);
                rounds = name.equals("--rounds") ? number : rounds;
                drawnFrom = name.equals("--seed") ? number : drawnFrom;
            } catch (NumberFormatException e) {
                return new Wrong(name + " needs a whole number, but " + text + " was given");
            }
        }
        return rounds < 1 || rounds > Integer.MAX_VALUE
                ? new Wrong("--rounds must be 1 to " + Integer.MAX_VALUE + ", but " + rounds + " was given")
                : new Run((int) rounds, drawnFrom);
    }
}
