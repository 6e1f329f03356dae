package dev.tallystick.cli.verify;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.note.NoteException;
import dev.tallystick.proof.note.VerifierKey;
import dev.tallystick.proof.receipt.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers whom the caller trusts, from flags and a policy file. For one thread. */
public final class Trust {
    private final List<VerifierKey> logs = new ArrayList<>();
    private final List<VerifierKey> witnesses = new ArrayList<>();
    private @Nullable VerifierKey customer;
    private @Nullable Integer needed;

    /** Trusts nobody yet. */
    public Trust() {}

    /** Adds a log's key: a vkey, or a file with one a line, as a log serves them; what stands behind a space does not count. */
    public Trust log(String keyOrFile) {
        Path file = file(keyOrFile);
        if (file == null) {
            logs.add(key(keyOrFile));
        } else {
            lines(file).stream()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> logs.add(key(line.strip().split(" ", 2)[0])));
        }
        return this;
    }

    private static @Nullable Path file(String text) {
        try {
            Path file = Path.of(text);
            return Files.isRegularFile(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Adds a witness's key. */
    public Trust witness(String vkey) {
        witnesses.add(key(vkey));
        return this;
    }

    /** Asks for so many of the witnesses; without this, for all. */
    public Trust witnessesNeeded(int number) {
        needed = number;
        return this;
    }

    /** Asks for this customer's countersignature. */
    public Trust customer(String vkey) {
        customer = key(vkey);
        return this;
    }

    /** Adds what a policy file says: lines {@code log VKEY}, {@code witness VKEY}, {@code witnesses N}, {@code customer VKEY}. */
    public Trust policyFile(Path file) {
        for (String line : lines(file)) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                policyLine(file, text);
            }
        }
        return this;
    }

    private void policyLine(Path file, String line) {
        String[] words = line.split("\\s+", 2);
        String value = words.length == 2 ? words[1] : "";
        switch (words[0]) {
            case "log" -> logs.add(key(value));
            case "witness" -> witnesses.add(key(value));
            case "customer" -> customer = key(value);
            case "witnesses" -> {
                try {
                    needed = Integer.parseInt(value);
                } catch (NumberFormatException e) {
                    throw CommandFailure.usage(file + ": 'witnesses' needs a whole number, but found '" + value + "'.");
                }
            }
            default ->
                throw CommandFailure.usage(
                        file + ": expected 'log', 'witness', 'witnesses' or 'customer', but found '" + words[0] + "'.");
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw CommandFailure.surroundings("The file " + file + " cannot be read: " + IoWords.of(e) + ".", e);
        }
    }

    private static VerifierKey key(String vkey) {
        try {
            return VerifierKey.parse(vkey);
        } catch (NoteException e) {
            throw CommandFailure.usage("'" + vkey + "' is neither a file nor a key: " + e.getMessage());
        }
    }

    /** Returns the keys of trusted logs; empty if none was given. */
    List<VerifierKey> logKeys() {
        return List.copyOf(logs);
    }

    /** Returns the policy; without a log's key one that checks only whether a file agrees with itself. */
    public TrustPolicy policy() {
        return policy(logs);
    }

    /** Returns the policy with these keys of logs in place of those that were given. */
    TrustPolicy policy(List<VerifierKey> logKeys) {
        try {
            TrustPolicy base = logKeys.isEmpty() ? TrustPolicy.ofNobody() : TrustPolicy.ofLogs(logKeys);
            long different = witnesses.stream().map(VerifierKey::key).distinct().count();
            TrustPolicy policy = base.withWitnesses(witnesses, needed == null ? Math.toIntExact(different) : needed);
            return customer == null ? policy : policy.withCustomerKey(customer.key());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
