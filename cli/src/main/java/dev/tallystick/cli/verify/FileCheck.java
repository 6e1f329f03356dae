package dev.tallystick.cli.verify;

import dev.tallystick.cli.words.IoWords;
import dev.tallystick.proof.bytes.Hash;
import dev.tallystick.proof.receipt.Receipt;
import dev.tallystick.proof.receipt.ReceiptVerifier;
import dev.tallystick.proof.receipt.TrustPolicy;
import dev.tallystick.proof.receipt.Verification;
import dev.tallystick.proof.report.ReportReader;
import dev.tallystick.proof.report.ReportVerification;
import dev.tallystick.proof.report.ReportVerifier;
import dev.tallystick.proof.report.SignedReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Checks one file or log folder. Safe for use by several threads.
 *
 * @param policy whom to trust
 * @param leaf the leaf hash that proofs are for, by index; null if none was named
 */
public record FileCheck(TrustPolicy policy, @Nullable LongFunction<@Nullable Hash> leaf) {
    /** Checks receipts and logs. */
    public FileCheck(TrustPolicy policy) {
        this(policy, null);
    }

    /** Checks receipts, logs, and proofs of the leaf that the caller named as {@code --leaf} takes it, if any. */
    public static FileCheck of(TrustPolicy policy, @Nullable String leaf) {
        return new FileCheck(policy, leaf == null ? null : ProofCheck.leaf(leaf));
    }

    /**
     * Checks a file or log folder. What it says never makes this throw; a file that cannot be read is an answer of its own.
     *
     * @param name how it is called in the answer
     * @param progress is told how many entries of a log were read
     */
    public Checked check(Path path, String name, LongConsumer progress) {
        try {
            if (Files.isDirectory(path)) {
                return LogCheck.check(path, name, policy, progress);
            }
            byte[] file = Files.readAllBytes(path);
            if (isPdf(file)) {
                return pdf(name);
            }
            return ProofCheck.isOne(file) ? ProofCheck.check(file, name, policy, leaf) : receipt(file, name);
        } catch (IOException e) {
            String file = e instanceof FileSystemException known && known.getFile() != null
                    ? known.getFile()
                    : path.toString();
            return Checked.unreadable(name, file + " cannot be read: " + IoWords.of(e) + ".");
        }
    }

    private static boolean isPdf(byte[] file) {
        byte[] header = "%PDF".getBytes(StandardCharsets.US_ASCII);
        return file.length >= header.length && Arrays.equals(file, 0, header.length, header, 0, header.length);
    }

    private static Checked pdf(String name) {
        Line line = Line.fail(
                "parse",
                "This is a PDF, the picture of a receipt for people: what can be verified is the .json of the same receipt.");
        return new Checked(name, Checked.Kind.UNKNOWN, List.of(line), List.of(), false, null);
    }

    private Checked receipt(byte[] file, String name) {
        Verification found = ReceiptVerifier.verify(file, policy);
        Receipt receipt = found.receipt();
        if (receipt == null && ReportReader.isOne(file)) {
            return report(file, name);
        }
        List<String> notProved = new ArrayList<>(Receipt.DOES_NOT_PROVE);
        if (receipt != null
                && receipt.statement() != null
                && receipt.statement().provisional()) {
            notProved.add("The checkpoint is provisional: by its end the window can have more records.");
        }
        return new Checked(
                name,
                Checked.Kind.RECEIPT,
                found.steps().stream().map(Line::of).toList(),
                notProved,
                !policy.logKeys().isEmpty(),
                null,
                found.passed() ? receipt : null,
                null,
                found.passed() && receipt != null ? About.of(receipt) : null);
    }

    private Checked report(byte[] file, String name) {
        ReportVerification found = ReportVerifier.verify(file, policy);
        SignedReport report = found.passed() ? found.report() : null;
        return new Checked(
                name,
                Checked.Kind.REPORT,
                found.steps().stream().map(Line::of).toList(),
                SignedReport.DOES_NOT_PROVE,
                !policy.logKeys().isEmpty(),
                null,
                null,
                report,
                report == null ? null : About.of(report.customerId(), report.report()));
    }
}
