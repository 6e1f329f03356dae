package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.exit.ExitCode;
import dev.tallystick.cli.verify.Checked;
import dev.tallystick.cli.verify.FileCheck;
import dev.tallystick.cli.verify.FileChecks;
import dev.tallystick.cli.verify.ListedFiles;
import dev.tallystick.cli.verify.Printed;
import dev.tallystick.cli.verify.ProgressLine;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks what somebody kept, without a network and without trusting the server. */
@Command(
        name = "verify",
        description = {
            "Check receipts, proofs and downloaded logs, without a network and without trusting the server.",
            "Without --key only whether a file agrees with itself is checked (exit code 0 if it does): the log's key then comes",
            "from the file, which anybody can make, so it is no proof of who signed.",
            "Of a receipt or report that holds it prints in one line whom and which time it is about, and what it comes to;",
            "of a receipt also late usage with its month, and corrections with original and net.",
            "Exit code 0 good, 1 something does not verify, 2 wrong usage, 3 something cannot be read.",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick verify receipts/ --key log.vkey")
final class VerifyCommand implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Receipts, signed reports, .tlog-proof files, downloaded logs (folders with checkpoint and tile/),"
                            + " folders of them.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Option(
            names = "--leaf",
            paramLabel = "ENTRY|RECEIPT",
            description = "What a .tlog-proof is for: the entry's 33 bytes in hex, or a receipt of it.")
    private @Nullable String leaf;

    @Option(names = "--json", description = "Print one JSON object a line for each file, for machines.")
    private boolean json;

    @Override
    public Integer call() {
        FileChecks checks = new FileChecks(FileCheck.of(trust.policy(), leaf));
        ListedFiles found = ListedFiles.of(files);
        List<Path> listed = found.paths();
        tellSkipped(found.skipped());
        if (listed.isEmpty()) {
            throw CommandFailure.usage("There is neither receipt, proof nor log in " + files + ".");
        }
        boolean several = listed.size() > 1;
        // Of a folder, a line for each of its files: not a write to the system for each.
        PrintStream out = new PrintStream(new BufferedOutputStream(System.out, BUFFER), false, StandardCharsets.UTF_8);
        try (ProgressLine progress = new ProgressLine(several ? "files" : "entries", several ? listed.size() : 0)) {
            checks.run(listed, progress, checked -> print(checked, several, out));
        }
        if (several) {
            out.print(checks.total(json));
        }
        out.flush();
        if (checks.anyRefuted()) {
            return ExitCode.NO;
        }
        return checks.anyUnreadable() ? ExitCode.SURROUNDINGS : ExitCode.GOOD;
    }

    /** On standard error: it is about what no answer is given on. */
    private static void tellSkipped(long skipped) {
        if (skipped > 0) {
            System.err.println(skipped + (skipped == 1 ? " file was" : " files were")
                    + " skipped: of a folder only .json and .tlog-proof files and downloaded logs are checked.");
        }
    }

    private void print(Checked checked, boolean several, PrintStream out) {
        if (json) {
            out.print(Printed.json(checked));
        } else if (several && checked.passed()) {
            out.println(checked.verdict() + "  " + checked.name());
        } else {
            out.print(Printed.text(checked));
        }
    }
}
