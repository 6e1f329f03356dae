package dev.tallystick.simulator.client;

import java.io.IOException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs that examples are written for and a developer's machine may lack. */
final class Needed {
    private Needed() {}

    /** Skips the test with a line anybody sees if the program is missing; where CI is true in the environment it fails. */
    static void program(String name, String example) throws InterruptedException {
        try {
            new ProcessBuilder(name, "--version").start().waitFor();
        } catch (IOException e) {
            String reason = example + " needs " + name + ", which is not here.";
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail(reason + " With CI=true this test must run.", e);
            }
            System.out.println("SKIPPED: " + reason);
            Assumptions.abort(reason);
        }
    }
}
