package dev.tallystick.cli;

import dev.tallystick.cli.exit.CommandFailure;
import dev.tallystick.cli.verify.Trust;
import dev.tallystick.proof.receipt.TrustPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom the caller trusts. */
final class TrustOptions {
    @Option(
            names = "--key",
            paramLabel = "VKEY|FILE",
            description =
                    "Key of a log you trust, from elsewhere than what is checked: the vkey, or a file with one a line.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Lines 'log VKEY', 'witness VKEY', 'witnesses N', 'customer VKEY', in place of the flags; not beside them.")
    private @Nullable Path policy;

    @Option(names = "--witness", paramLabel = "VKEY", description = "Key of a witness you trust; may be repeated.")
    private List<String> witnesses = new ArrayList<>();

    @Option(
            names = "--witnesses",
            paramLabel = "N",
            description = "How many of the witnesses must have cosigned (default: all that are given).")
    private @Nullable Integer needed;

    @Option(
            names = "--customer-key",
            paramLabel = "VKEY",
            description = "Key of the customer that must have countersigned the checkpoint.")
    private @Nullable String customerKey;

    Trust trust() {
        Trust trust = new Trust();
        if (policy != null) {
            if (!keys.isEmpty() || !witnesses.isEmpty() || needed != null || customerKey != null) {
                throw CommandFailure.usage(
                        "--policy says whom to trust in place of --key, --witness, --witnesses and --customer-key: give"
                                + " either it or them.");
            }
            trust.policyFile(policy);
        }
        keys.forEach(trust::log);
        witnesses.forEach(trust::witness);
        if (needed != null) {
            trust.witnessesNeeded(needed);
        }
        if (customerKey != null) {
            trust.customer(customerKey);
        }
        return trust;
    }

    TrustPolicy policy() {
        return trust().policy();
    }
}
