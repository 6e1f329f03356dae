package dev.tallystick.server;

import dev.tallystick.server.config.WebhookSettings;
import dev.tallystick.server.folder.DataFolder;
import dev.tallystick.server.journal.DurableFile;
import dev.tallystick.server.sequencer.JournaledPlane;
import dev.tallystick.server.sequencer.PlaneName;
import dev.tallystick.server.webhook.AddressRule;
import dev.tallystick.server.webhook.EventSource;
import dev.tallystick.server.webhook.HookGear;
import dev.tallystick.server.webhook.HookLimits;
import dev.tallystick.server.webhook.SecretVault;
import dev.tallystick.server.webhook.SystemResolver;
import dev.tallystick.server.webhook.SystemTimer;
import dev.tallystick.server.webhook.Webhooks;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocketFactory;

/** The webhooks of both planes and what they share. Closed before the planes are. */
final class Deliveries implements AutoCloseable {
    private final SystemTimer timer;
    private final SystemResolver resolver;
    private final ExecutorService workers;
    private final Map<PlaneName, Webhooks> webhooks;

    private Deliveries(
            SystemTimer timer, SystemResolver resolver, ExecutorService workers, Map<PlaneName, Webhooks> webhooks) {
        this.timer = timer;
        this.resolver = resolver;
        this.workers = workers;
        this.webhooks = webhooks;
    }

    /** Goes on with the deliveries of these planes where they stood. */
    static Deliveries start(
            Map<PlaneName, JournaledPlane> planes,
            DataFolder folder,
            WebhookSettings settings,
            InstantSource clock,
            SecureRandom random) {
        SystemTimer timer = new SystemTimer(clock);
        SystemResolver resolver = new SystemResolver();
        ExecutorService workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("webhook-", 0).factory());
        HookGear gear = new HookGear(
                timer,
                workers,
                resolver,
                new AddressRule(settings),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                vault(folder, settings, random),
                random,
                HookLimits.DEFAULT,
                settings.opensPrivate());
        Map<PlaneName, Webhooks> webhooks = new EnumMap<>(PlaneName.class);
        planes.forEach((name, plane) -> webhooks.put(
                name,
                new Webhooks(
                        plane,
                        EventSource.of(plane.journal()),
                        folder.path().resolve(name.label()).resolve("webhooks"),
                        gear)));
        Deliveries deliveries = new Deliveries(timer, resolver, workers, webhooks);
        try {
            webhooks.values().forEach(Webhooks::start);
            return deliveries;
        } catch (RuntimeException | Error e) {
            deliveries.close();
            throw e;
        }
    }

    private static SecretVault vault(DataFolder folder, WebhookSettings settings, SecureRandom random) {
        Path file = folder.path().resolve("webhook-key");
        try {
            return new SecretVault(file, settings.secretsKey(), random, DurableFile::replace);
        } catch (IllegalArgumentException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    Map<PlaneName, Webhooks> webhooks() {
        return Map.copyOf(webhooks);
    }

    /** Ends connections that listen for events. */
    void endListening() {
        webhooks.values().forEach(Webhooks::endListening);
    }

    @Override
    public void close() {
        webhooks.values().forEach(Webhooks::close);
        timer.close();
        resolver.close();
        workers.shutdown();
    }
}
