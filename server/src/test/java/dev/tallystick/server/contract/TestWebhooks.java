package dev.tallystick.server.contract;

import dev.tallystick.server.config.AddressRange;
import dev.tallystick.server.config.WebhookSettings;
import dev.tallystick.server.sequencer.Plane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.webhook.AddressRule;
import dev.tallystick.server.webhook.EventSource;
import dev.tallystick.server.webhook.HookGear;
import dev.tallystick.server.webhook.HookLimits;
import dev.tallystick.server.webhook.SecretVault;
import dev.tallystick.server.webhook.SystemResolver;
import dev.tallystick.server.webhook.SystemTimer;
import dev.tallystick.server.webhook.Webhooks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocketFactory;

/** The webhooks of a test server's planes, which may be sent to this machine. */
final class TestWebhooks {
    private final Path folder;
    private final java.util.function.Function<PlaneName, EventSource> events;
    private Map<PlaneName, Webhooks> webhooks = Map.of();
    private SystemTimer timer;
    private ExecutorService workers;

    TestWebhooks(Path folder, java.util.function.Function<PlaneName, EventSource> events) {
        this.folder = folder;
        this.events = events;
    }

    Map<PlaneName, Webhooks> open(Map<PlaneName, ? extends Plane> planes) {
        timer = new SystemTimer(InstantSource.system());
        workers = Executors.newVirtualThreadPerTaskExecutor();
        SecureRandom random = new SecureRandom();
        HookGear gear = new HookGear(
                timer,
                workers,
                new SystemResolver(),
                new AddressRule(new WebhookSettings(false, List.of(AddressRange.parse("127.0.0.1")), null)),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                new SecretVault(folder.resolve("webhook-key"), null, random, Files::write),
                random,
                HookLimits.DEFAULT,
                true);
        webhooks = new EnumMap<>(PlaneName.class);
        planes.forEach((name, plane) -> webhooks.put(
                name,
                new Webhooks(
                        plane, events.apply(name), folder.resolve(name.label()).resolve("webhooks"), gear)));
        webhooks.values().forEach(Webhooks::start);
        return webhooks;
    }

    void endListening() {
        webhooks.values().forEach(Webhooks::endListening);
    }

    void close() {
        webhooks.values().forEach(Webhooks::close);
        if (timer != null) {
            timer.close();
            workers.shutdown();
        }
    }
}
