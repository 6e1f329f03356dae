package dev.tallystick.server.folder;

import dev.tallystick.server.sequencer.PlaneName;
import org.jspecify.annotations.Nullable;

/**
 * What checking a plane counted and found.
 *
 * @param events events in the journal that were read and found good
 * @param deltas of these, recorded deltas: both hashes, chain, sequence, balance and credits computed again
 * @param customers accounts with at least one record
 * @param tenants tenants opened
 * @param apiKeys API keys made
 * @param answers answers kept for requests with an Idempotency-Key
 * @param repairs things that opening the journal put right or the next start will
 * @param index how the index compares: equal, absent or outdated (built at the next start), damaged or not compared
 * @param log how the log compares: equal, absent (made at the next start), damaged or not compared
 * @param damage the first damage, naming the place and what to do, or null
 * @param note what the next start will put right of the log, naming the place, or null
 */
public record PlaneReport(
        PlaneName plane,
        long events,
        long deltas,
        long customers,
        long tenants,
        long apiKeys,
        long answers,
        long repairs,
        String index,
        String log,
        @Nullable String damage,
        @Nullable String note) {
    static final String NOT_COMPARED = "not compared";

    /** The same with what checking the log found; a damage found before stays the first. */
    PlaneReport withLog(String state, @Nullable String logDamage, @Nullable String repair) {
        return new PlaneReport(
                plane,
                events,
                deltas,
                customers,
                tenants,
                apiKeys,
                answers,
                repair == null ? repairs : repairs + 1,
                index,
                state,
                damage == null ? logDamage : damage,
                repair);
    }
}
