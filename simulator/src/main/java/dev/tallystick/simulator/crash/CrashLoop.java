package dev.tallystick.simulator.crash;

import dev.tallystick.proof.note.SignedHead;
import dev.tallystick.server.folder.FirstRun;
import dev.tallystick.simulator.load.Pause;
import dev.tallystick.simulator.load.Program;
import dev.tallystick.simulator.load.ServerProcess;
import dev.tallystick.simulator.load.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Rounds of: start, load from parallel clients, SIGKILL at a random moment, start again, verify over HTTP. Some rounds
 * lose the index folder, some are killed while starting. All choices come from one seed; the moments of the kills cannot.
 */
final class CrashLoop {
    /** After so many rounds everything is verified, the folder is checked, and new customers follow. */
    static final int EPOCH = 10;

    private static final int CLIENTS = 4;
    private static final int CUSTOMERS = 3;
    private static final int ANSWERS_MAX = 80;
    private static final int JITTER_NANOS_MAX = 8_000_000;
    private static final int ANSWER_SECONDS = 60;
    private static final int START_MILLIS_MAX = 900;
    private static final long MILLI = 1_000_000;

    private final Path folder;
    private final long seed;
    private final boolean check;
    private final Random random;
    private final PrintStream progress;
    private final Path data;
    private final Path log;
    private List<String> customers = List.of();
    private List<Client> clients = List.of();
    private int epoch;
    private int round;

    /**
     * Prepares a loop.
     *
     * @param folder empty; whoever made it deletes it
     * @param check whether to run {@code check} at the end of each epoch
     */
    CrashLoop(Path folder, long seed, boolean check, PrintStream progress) {
        this.folder = folder;
        this.seed = seed;
        this.check = check;
        this.random = new Random(seed);
        this.progress = progress;
        this.data = folder.resolve("data");
        this.log = folder.resolve("server.log");
    }

    /** The round under way, from 1. */
    int round() {
        return round;
    }

    /**
     * Runs the rounds.
     *
     * @return verified records of the last epoch
     * @throws Mismatch the server lost, doubled, changed or invented something
     */
    long run(int rounds) throws IOException {
        newEpoch();
        ServerProcess server = ServerProcess.start(data, log);
        long records = 0;
        try {
            for (round = 1; round <= rounds; round++) {
                loadAndKill(server);
                HeadVerifier.stored(data.resolve("sandbox").resolve("log"), handedOut());
                disturb();
                server = ServerProcess.start(data, log);
                records = verify(server);
                progress.println(
                        "round " + round + " of " + rounds + ": " + records + " records, all acknowledged ones found");
                if (round % EPOCH == 0 || round == rounds) {
                    endEpoch(server);
                    server = ServerProcess.start(data, log);
                    verify(server);
                    newEpoch();
                }
            }
        } finally {
            server.kill();
        }
        return records;
    }

    private void newEpoch() {
        epoch++;
        customers = new ArrayList<>();
        clients = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add("customer-" + epoch + "-" + i);
        }
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client("e" + epoch + "c" + i, customers, seed + epoch * 100L + i));
        }
    }

    private void loadAndKill(ServerProcess server) throws IOException {
        String apiKey = apiKey();
        CountDownLatch answers = new CountDownLatch(1 + random.nextInt(ANSWERS_MAX));
        List<Thread> threads = new ArrayList<>();
        for (Client client : clients) {
            client.target(server.port(), apiKey, answers);
            threads.add(Thread.ofPlatform().daemon(true).start(client));
        }
        boolean loaded;
        try {
            loaded = answers.await(ANSWER_SECONDS, TimeUnit.SECONDS);
            // On from an answer by less than a request takes: in the middle of any step of the next ones.
            Pause.nanos(random.nextInt(JITTER_NANOS_MAX));
            server.kill();
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        clients.forEach(Client::requireNoFailure);
        if (!loaded) {
            throw new IOException("the clients had too few answers within " + ANSWER_SECONDS + " s; they ended with "
                    + clients.stream().map(Client::lastEnd).toList());
        }
    }

    private void disturb() throws IOException {
        if (random.nextInt(5) == 0) {
            progress.println("round " + round + ": deleting the index");
            TemporaryFolder.delete(data.resolve("sandbox").resolve("index"));
        }
        if (random.nextInt(4) == 0) {
            int millis = random.nextInt(START_MILLIS_MAX);
            progress.println("round " + round + ": killing a start after " + millis + " ms");
            ServerProcess starting = ServerProcess.launch(data, log);
            Pause.nanos(millis * MILLI);
            starting.kill();
        }
    }

    private List<SignedHead> handedOut() {
        List<SignedHead> heads = new ArrayList<>();
        for (Client client : clients) {
            SignedHead head = client.newestHead();
            if (head != null) {
                heads.add(head);
            }
        }
        return heads;
    }

    private long verify(ServerProcess server) throws IOException {
        List<Request> requests = new ArrayList<>();
        clients.forEach(client -> requests.addAll(client.requests()));
        try (Api api = new Api(server.port(), apiKey())) {
            HeadVerifier.served(api, handedOut());
            return new Verifier(api).verify(customers, requests);
        }
    }

    private void endEpoch(ServerProcess server) throws IOException {
        Integer exit = server.stop();
        if (exit == null || exit != 0) {
            throw new Mismatch("exit code 0 after SIGTERM", String.valueOf(exit));
        }
        if (!check) {
            return;
        }
        Path output = folder.resolve("check.log");
        Process process = new ProcessBuilder(Program.tallystick("check", "--data", data.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new Mismatch(
                    "a clean check", "exit code " + code + " and\n" + Files.readString(output, StandardCharsets.UTF_8));
        }
        progress.println("round " + round + ": check is clean");
    }

    private String apiKey() throws IOException {
        FirstRun firstRun = FirstRun.read(data);
        if (firstRun == null) {
            throw new IOException("the server wrote no first-run.json");
        }
        return firstRun.sandboxApiKey();
    }
}
