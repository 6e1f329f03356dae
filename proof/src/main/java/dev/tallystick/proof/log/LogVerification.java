package dev.tallystick.proof.log;

import java.util.List;

/**
 * What came of reading a log's entries.
 *
 * @param size how many entries were read, those before a resumed start included
 * @param root a line about the head's own root
 * @param earlierHeads one line for each earlier head, by size
 * @param leaves one line for each expected leaf that is not there; empty if all are
 * @param leavesFound how many expected leaves are there
 * @param countByType how many of the entries read in this run have each type byte; 256 numbers
 */
public record LogVerification(
        long size,
        LogFinding root,
        List<LogFinding> earlierHeads,
        List<LogFinding> leaves,
        long leavesFound,
        List<Long> countByType) {
    /** Copies the lists. */
    public LogVerification {
        earlierHeads = List.copyOf(earlierHeads);
        leaves = List.copyOf(leaves);
        countByType = List.copyOf(countByType);
    }

    /** Whether everything holds. */
    public boolean passed() {
        return root.holds() && leaves.isEmpty() && earlierHeads.stream().allMatch(LogFinding::holds);
    }
}
