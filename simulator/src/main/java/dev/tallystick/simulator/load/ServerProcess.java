package dev.tallystick.simulator.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A real server in a process of its own, with its log in a file. For one thread, but for {@link #kill}. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile(".* is listening on http://[^:]*:([0-9]+).*");
    private static final int STOP_SECONDS = 15;

    private final Process process;
    private final Path log;
    private int port;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code serve} on a data folder and a free port, and does not wait; its log goes on at the end of a file. */
    public static ServerProcess launch(Path data, Path log) throws IOException {
        return launch(Program.tallystick("serve", "--data", data.toString(), "--port", "0"), log);
    }

    /** Starts any command that prints what {@code serve} prints when it listens. */
    public static ServerProcess launch(List<String> command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new ServerProcess(builder.start(), log);
    }

    /** Starts {@code serve} and waits until it listens. */
    public static ServerProcess start(Path data, Path log) throws IOException {
        ServerProcess server = launch(data, log);
        server.awaitListening();
        return server;
    }

    /**
     * Waits until the server says that it listens.
     *
     * @throws IOException it ended before
     */
    public void awaitListening() throws IOException {
        // Left open: the server must always find a reader.
        BufferedReader output = process.inputReader();
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.matches()) {
                port = Integer.parseInt(matcher.group(1));
                Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
                return;
            }
            seen.append(line).append('\n');
        }
        throw new IOException(
                "the server ended before it listened; it printed:\n" + seen + "and logged:\n" + lastLog());
    }

    private String lastLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /** The port, once it listens. */
    public int port() {
        return port;
    }

    /** The operating system's number of the process. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, then waits until nothing of the process is left. */
    public void kill() {
        process.destroyForcibly();
        await(STOP_SECONDS);
    }

    /**
     * SIGTERM.
     *
     * @return the exit code, or null if it had to be killed
     */
    public @Nullable Integer stop() {
        process.destroy();
        if (await(STOP_SECONDS)) {
            return process.exitValue();
        }
        kill();
        return null;
    }

    private boolean await(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
