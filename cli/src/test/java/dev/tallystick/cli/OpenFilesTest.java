package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server that runs short of file descriptors takes fewer connections, and never looks healthy while it takes none. */
@EnabledOnOs(OS.LINUX)
class OpenFilesTest extends RunningProgram {
    private static final String LISTENING = "Tallystick is listening on ";
    private static final int FILES_MAX = 400;
    private static final int CONNECTIONS = 500;

    private Process serve() throws IOException {
        ProcessBuilder builder = program("serve", "--data", "data", "--port", "0");
        List<String> line = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + FILES_MAX + "; exec \"$@\"", "sh"));
        line.addAll(builder.command());
        return builder.command(line)
                .redirectError(folder.resolve("serve.err").toFile())
                .start();
    }

    private static URI listening(Process process) throws IOException {
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        assertThat(line).startsWith(LISTENING);
        return URI.create(line.substring(LISTENING.length()));
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("serve.err"));
    }

    /** The server's answer to a request of its own connection, or nothing if it closed it unanswered. */
    private static String answer(URI server) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void moreConnectionsThanFilesEndNothing() throws Exception {
        Process process = serve();
        List<Socket> idle = new ArrayList<>();
        try {
            URI server = listening(process);
            assertThat(log()).contains("instead of 10000: the process may have " + FILES_MAX + " files open");
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket();
                idle.add(socket);
                // From several addresses, as one may have a quarter only.
                socket.bind(new InetSocketAddress("127.0.0." + (2 + i % 8), 0));
                try {
                    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), 200);
                } catch (SocketTimeoutException e) {
                    // The server takes no more and the system's queue is full: what is wanted.
                    break;
                }
            }
            for (Socket socket : idle) {
                socket.close();
            }
            assertThat(answer(server)).startsWith("HTTP/1.1 200");
            assertThat(log()).doesNotContain("Too many open files");
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
            process.destroyForcibly();
        }
    }

    @Test
    void aServerThatCanTakeNoConnectionsAnyMoreEndsWithThree() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "needs prlimit of util-linux");
        Process process = serve();
        try {
            URI server = listening(process);
            Process lowered =
                    new ProcessBuilder("/usr/bin/prlimit", "--pid", "" + process.pid(), "--nofile=5:5").start();
            assertThat(lowered.waitFor()).isZero();
            // The listener may have a descriptor in hand already; the one after it gets none.
            for (int i = 0; i < 3 && process.isAlive(); i++) {
                try (Socket socket = new Socket(server.getHost(), server.getPort())) {
                    socket.setSoTimeout(20_000);
                    socket.getOutputStream()
                            .write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read();
                } catch (IOException e) {
                    // Refused or reset: the listener has ended.
                    break;
                }
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(log()).contains("Nobody listens on");
        } finally {
            process.destroyForcibly();
        }
    }
}
