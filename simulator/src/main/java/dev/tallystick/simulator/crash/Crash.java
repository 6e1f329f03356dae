package dev.tallystick.simulator.crash;

import dev.tallystick.proof.AllowedCall;
import dev.tallystick.simulator.load.TemporaryFolder;
import java.io.IOException;
import java.util.List;

/** {@code ./crash [--rounds N] [--seed S]}: the long form of the crash loop. */
public final class Crash {
    private Crash() {}

    /** Runs the loop; exit code 0 if nothing was lost or only help was asked for, 1 if something was, 2 for wrong usage. */
    @AllowedCall("The process ends here, with its exit code.")
    public static void main(String[] arguments) throws IOException {
        System.exit(
                switch (CrashOrder.of(List.of(arguments), System.nanoTime())) {
                    case CrashOrder.Run order -> run(order);
                    case CrashOrder.Help ignored -> {
                        System.out.println(CrashOrder.USAGE);
                        yield 0;
                    }
                    case CrashOrder.Wrong wrong -> {
                        System.err.println("crash: " + wrong.why() + "\n" + CrashOrder.USAGE);
                        yield 2;
                    }
                });
    }

    private static int run(CrashOrder.Run order) throws IOException {
        System.out.println("crash: " + order.rounds() + " rounds, seed " + order.seed());
        try (TemporaryFolder folder = new TemporaryFolder("tallystick-crash")) {
            CrashLoop loop = new CrashLoop(folder.path(), order.seed(), true, System.err);
            try {
                loop.run(order.rounds());
                System.out.println("crash: " + order.rounds() + " kills, nothing lost, doubled or invented");
                return 0;
            } catch (Mismatch | IOException e) {
                System.out.println("crash: FAILED with seed " + order.seed() + " in round " + loop.round() + ": "
                        + e.getMessage());
                return 1;
            }
        }
    }
}
