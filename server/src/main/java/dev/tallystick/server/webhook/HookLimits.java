package dev.tallystick.server.webhook;

/**
 * Bounds of delivery.
 *
 * @param concurrent deliveries under way to one endpoint; enough for a receiver that takes its time, too few to flood it
 * @param perSecond deliveries begun to one endpoint in a second, however much there is to tell it
 * @param pending notices of one endpoint held for retries; when they are that many, the endpoint's cursor waits
 * @param ahead notices read ahead of delivery
 * @param answerMillis for a whole attempt, from the look-up of the name to the end of the reply
 * @param keepMillis how often what has changed is written down: what a killed process may deliver twice
 * @param pollMillis how often the journal is asked for news while anybody waits for some
 */
public record HookLimits(
        int concurrent, int perSecond, int pending, int ahead, long answerMillis, long keepMillis, long pollMillis) {
    public static final HookLimits DEFAULT = new HookLimits(32, 5_100, 20_000, 1_000, 10_000, 250, 10);
}
