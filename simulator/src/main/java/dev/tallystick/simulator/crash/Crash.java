package dev.tallystick.simulator.crash;

import dev.tallystick.proof.AllowedCall;
import dev.tallystick.simulator.load.TemporaryFolder;
import java.io.IOException;
import java.util.List;

/** {@code ./crash [--rounds N] [--seed S]}: the long form of the crash loop. */
public final class Crash {
    private static final int ROUNDS = 100;

    private Crash() {}

    /** Runs the loop; exit code 0 if nothing was lost, 1 if something was, 2 for wrong usage. */
    @AllowedCall("The process ends here, with its exit code.")
    public static void main(String[] arguments) throws IOException {
        long rounds = number(arguments, "--rounds", ROUNDS);
        long seed = number(arguments, "--seed", System.nanoTime());
        if (rounds < 1 || rounds > Integer.MAX_VALUE) {
            System.err.println("usage: ./crash [--rounds N] [--seed S]");
            System.exit(2);
        }
        System.out.println("crash: " + rounds + " rounds, seed " + seed);
        int exit = 0;
        try (TemporaryFolder folder = new TemporaryFolder("tallystick-crash")) {
            CrashLoop loop = new CrashLoop(folder.path(), seed, true, System.err);
            try {
                loop.run((int) rounds);
                System.out.println("crash: " + rounds + " kills, nothing lost, doubled or invented");
            } catch (Mismatch | IOException e) {
                System.out.println(
                        "crash: FAILED with seed " + seed + " in round " + loop.round() + ": " + e.getMessage());
                exit = 1;
            }
        }
        System.exit(exit);
    }

    private static long number(String[] arguments, String name, long otherwise) {
        int at = List.of(arguments).indexOf(name);
        try {
            return at < 0 ? otherwise : Long.parseLong(arguments[at + 1]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return -1;
        }
    }
}
