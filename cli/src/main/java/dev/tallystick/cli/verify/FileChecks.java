package dev.tallystick.cli.verify;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.log.AdjoiningReceipts;
import dev.tallystick.proof.log.AdjoiningReceipts.Side;
import dev.tallystick.proof.receipt.Receipt;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Checks many files on all cores and hands the answers over in the files' order. In memory at a time are a few files for each
 * core and, of each checkpoint whose receipt holds, its statement: what its neighbours are compared with. For one thread.
 */
public final class FileChecks {
    private static final int AHEAD = 4;

    private final FileCheck check;
    private final Map<String, Side> kept = new LinkedHashMap<>();
    private final Set<Hash> checkpoints = new HashSet<>();
    private long passed;
    private long refuted;
    private long unreadable;

    /** Checks with these rules. */
    public FileChecks(FileCheck check) {
        this.check = check;
    }

    /** Returns the paths of {@link ListedFiles#of}. */
    public static List<Path> listed(List<Path> given) {
        return ListedFiles.of(given).paths();
    }

    /**
     * Checks all and hands each answer to {@code sink} in order; after more than one, also how neighbouring receipts fit
     * together, if they do not.
     */
    public void run(List<Path> paths, ProgressLine progress, Consumer<Checked> sink) {
        int cores = Runtime.getRuntime().availableProcessors();
        boolean several = paths.size() > 1;
        Deque<Future<Checked>> running = new ArrayDeque<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(cores)) {
            for (Path path : paths) {
                running.add(executor.submit(() -> check.check(path, path.toString(), several ? n -> {} : progress)));
                if (running.size() >= cores * AHEAD) {
                    take(running.remove(), several, progress, sink);
                }
            }
            while (!running.isEmpty()) {
                take(running.remove(), several, progress, sink);
            }
        }
        if (several) {
            adjoining(sink);
        }
    }

    private void take(Future<Checked> future, boolean several, ProgressLine progress, Consumer<Checked> sink) {
        Checked checked;
        try {
            checked = future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.surroundings("Interrupted.", e);
        }
        Receipt receipt = checked.receipt();
        if (several && receipt != null) {
            keep(checked.name(), receipt);
        }
        if (several) {
            progress.accept(1);
        }
        counted(checked, sink);
    }

    // Copies of one receipt are compared once: else a folder of copies has pairs without number.
    private void keep(String name, Receipt receipt) {
        Side side = Side.of(receipt);
        if (side != null && checkpoints.add(receipt.proofRoot())) {
            kept.put(name, side);
        }
    }

    private void counted(Checked checked, Consumer<Checked> sink) {
        if (checked.passed()) {
            passed++;
        } else if (checked.refuted()) {
            refuted++;
        } else {
            unreadable++;
        }
        sink.accept(checked);
    }

    private void adjoining(Consumer<Checked> sink) {
        AdjoiningReceipts.compare(kept, finding -> {
            if (!finding.holds()) {
                Line line = Line.fail(
                        "adjoining",
                        "One receipt's window begins where the other's ends, but they do not fit together.",
                        finding.expected(),
                        finding.found());
                counted(new Checked(finding.what(), Checked.Kind.RECEIPTS, List.of(line), List.of(), true, null), sink);
            }
        });
    }

    /** Returns the last line. */
    public String total(boolean json) {
        return Printed.total(passed, refuted, unreadable, json);
    }

    /** Whether anything does not verify. */
    public boolean anyRefuted() {
        return refuted > 0;
    }

    /** Whether anything could not be read. */
    public boolean anyUnreadable() {
        return unreadable > 0;
    }
}
