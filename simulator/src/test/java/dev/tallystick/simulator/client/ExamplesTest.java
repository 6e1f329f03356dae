package dev.tallystick.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.client.Tallystick;
import dev.tallystick.proof.amount.Amount;
import dev.tallystick.server.TallystickServer;
import dev.tallystick.server.config.HttpSettings;
import dev.tallystick.server.config.ServerSettings;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in Java and Python, and the README's Java, as a stranger runs them. */
class ExamplesTest {
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String THREE_DAYS = "r_\\d{10} 2026-02-01 -100\nr_\\d{10} 2026-02-02 -250\n"
            + "r_\\d{10} 2026-02-03 -150\n-500 across 3 verified deltas\nBoth sides agree on -500\n";

    @TempDir
    private Path folder;

    private static Path project() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("mvnw")) ? here : here.getParent();
    }

    private static String classPath() {
        return Stream.of(Tallystick.class, Amount.class, KeccakDigest.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String run(TallystickServer server, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("BASE_URL", server.url());
        builder.environment().put("API_KEY", server.firstRun().sandboxApiKey());
        builder.environment().put("OPERATOR_PASSWORD", server.firstRun().operatorPassword());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private void saysTheSameTwice(List<String> command) throws Exception {
        ServerSettings settings = new ServerSettings(
                folder.resolve("data"), new HttpSettings("127.0.0.1", 0), ServerSettings.LogLevel.ERROR);
        try (TallystickServer server = TallystickServer.start(settings, InstantSource.system())) {
            String first = run(server, command);
            assertThat(first).matches(THREE_DAYS);
            assertThat(run(server, command)).isEqualTo(first.replaceAll("(?m)^(r_.*)$", "$1 (recorded before)"));
        }
    }

    @Test
    void javaExample() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path source = project().resolve("examples/basic-recordation/BasicRecordation.java");
        saysTheSameTwice(List.of(java.toString(), "-cp", classPath(), source.toString()));
    }

    @Test
    void pythonExample() throws Exception {
        Needed.program("python3", "examples/basic-recordation");
        Path script = project().resolve("examples/basic-recordation/basic_recordation.py");
        saysTheSameTwice(List.of("python3", script.toString()));
    }

    @Test
    void pythonExample_saysInOneSentenceThatNobodyAnswers() throws Exception {
        Needed.program("python3", "examples/basic-recordation");
        String nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "http://127.0.0.1:" + taken.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(
                        "python3",
                        project()
                                .resolve("examples/basic-recordation/basic_recordation.py")
                                .toString())
                .redirectErrorStream(true);
        builder.environment().put("BASE_URL", nobody);
        builder.environment().put("API_KEY", "pk_test_x");
        Process process = builder.start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .hasLineCount(1)
                .startsWith("No server answers at " + nobody + " (");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void readmesJava_compiles() throws Exception {
        Matcher block = JAVA_BLOCK.matcher(Files.readString(project().resolve("README.md")));
        assertThat(block.find()).as("the README has Java in it").isTrue();
        String code = block.group(1);
        String imports = code.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String statements =
                code.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        Path source = Files.writeString(
                folder.resolve("Readme.java"),
                imports + "\nclass Readme { void run(String apiKey, String vkey) throws Exception {\n" + statements
                        + "\n} }\n");
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath(), "-d", folder.toString(), source.toString());
        assertThat(exit).as("the compiler's exit code").isZero();
    }
}
