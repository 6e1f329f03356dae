package dev.tallystick.simulator.bench;

import dev.tallystick.server.folder.FirstRun;
import dev.tallystick.simulator.load.ServerProcess;
import dev.tallystick.simulator.load.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server on a fresh data folder, which goes with it. */
record Served(Path folder, ServerProcess server, String apiKey) implements AutoCloseable {
    static Served start(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path data = folder.resolve("data");
        ServerProcess server = ServerProcess.start(data, folder.resolve("log"));
        FirstRun firstRun = FirstRun.read(data);
        if (firstRun == null) {
            server.kill();
            throw new IOException("the server wrote no first-run.json");
        }
        return new Served(folder, server, firstRun.sandboxApiKey());
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        server.stop();
        TemporaryFolder.delete(folder);
    }
}
