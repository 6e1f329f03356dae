package dev.tallystick.simulator.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the program and other JVMs are started: as {@code ./tallystick} starts it (same flags, jar, native library and
 * class cache) when the launcher named the project's folder in {@code tallystick.home}; else, in tests, from the class
 * path of this JVM.
 */
public final class Program {
    private Program() {}

    /** The command line of {@code tallystick} with these arguments. */
    public static List<String> tallystick(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(javaExecutable());
        Path home = home();
        if (home != null) {
            command.addAll(flags(home));
            Path cache = home.resolve("cli/target/tallystick.aot");
            if (Files.exists(cache)) {
                command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off:stderr", "-Xlog:cds*=off:stderr"));
            }
            command.addAll(
                    List.of("-jar", home.resolve("cli/target/tallystick.jar").toString()));
        } else {
            command.addAll(List.of(
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.tallystick.cli.Main"));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /** The command line of a class of the simulator, in a JVM with the program's flags. */
    public static List<String> simulator(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(javaExecutable());
        Path home = home();
        if (home != null) {
            command.addAll(flags(home));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The {@code java} this JVM was started with. */
    public static String javaExecutable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static @Nullable Path home() {
        String home = System.getProperty("tallystick.home");
        return home == null ? null : Path.of(home);
    }

    private static List<String> flags(Path home) {
        return List.of(
                "@" + home.resolve("config/jvm.options"), "-Djava.library.path=" + home.resolve("cli/target/native"));
    }
}
