package dev.tallystick.server.http;

import dev.tallystick.server.config.ReceiptLimits;
import dev.tallystick.server.log.PlaneLog;
import dev.tallystick.server.log.PublishedTree;
import dev.tallystick.server.sequencer.Plane;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts together all that gives out receipts, with key and without. */
final class ReceiptWiring {
    private ReceiptWiring() {}

    static void declare(
            Routes routes,
            Authenticator authenticator,
            List<Plane> planes,
            Links links,
            Publisher publisher,
            HeavyWork heavy) {
        Map<String, PublishedTree> trees = new HashMap<>();
        for (Plane plane : planes) {
            PlaneLog log = plane.log();
            if (log != null) {
                trees.put(plane.name().label(), new PublishedTree(log));
            }
        }
        ReceiptFiles files = new ReceiptFiles(trees, ReceiptLimits.DEFAULT, heavy);
        new ReceiptRoutes(authenticator, links, files, publisher::generated).declare(routes);
        new PublicReceiptRoutes(planes, trees, links, files).declare(routes);
    }
}
