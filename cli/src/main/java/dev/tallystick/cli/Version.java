package dev.tallystick.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The release this program is, as its jar's manifest says. */
final class Version implements IVersionProvider {
    static String text() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(not packaged)");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "tallystick " + text() + " (Java " + Runtime.version().feature() + ")"
        };
    }
}
