package dev.tallystick.server.ops;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * How many files this process may have open, connections among them, and how many it has.
 *
 * @param max the operating system's bound, as {@code ulimit -n} shows it
 * @param open those open now
 */
public record OpenFiles(long max, long open) {
    /** As the operating system says now; null where it has no such bound. */
    public static @Nullable OpenFiles now() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new OpenFiles(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
                : null;
    }
}
