package dev.tallystick.server.webhook;

import dev.tallystick.server.sequencer.PlaneName;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;

/**
 * What deliveries need of the world; the same for both planes.
 *
 * @param workers runs what may block, each task on a thread of its own
 * @param random for the jitter of retries
 * @param plainAllowed whether {@code http} is enough for an endpoint in production too
 */
public record HookGear(
        Timer timer,
        Executor workers,
        Resolver resolver,
        AddressRule rule,
        SSLSocketFactory tls,
        SecretVault vault,
        RandomGenerator random,
        HookLimits limits,
        boolean plainAllowed) {
    /** Someone to tell one endpoint of a plane, with connections of its own. */
    Courier courier(PlaneName plane) {
        return new Courier(new HookClient(resolver, rule, tls, timer, limits.answerMillis()), vault, timer, plane);
    }
}
