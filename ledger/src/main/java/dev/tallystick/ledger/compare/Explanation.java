package dev.tallystick.ledger.compare;

import dev.tallystick.ledger.compare.ComparisonReport.DivergentParty;
import dev.tallystick.proof.amount.Amount;
import java.util.List;

/**
 * Something that would explain a difference to the last digit. That it adds up does not make it what happened.
 *
 * @param side whose total it explains
 * @param amount what it explains: the side's difference, exactly
 * @param rank 1 for the simplest; equally simple ones have the same rank
 * @param sentence what it says, for people
 * @param recordIds the records that show it, in order; of many the first and the last few
 * @param recordCount how many there are
 * @param candidates how many explanations of this kind were found for this side; only the newest few are listed
 */
public record Explanation(
        ExplanationKind kind,
        DivergentParty side,
        Amount amount,
        int rank,
        String sentence,
        List<String> recordIds,
        long recordCount,
        int candidates) {}
