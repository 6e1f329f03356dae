package dev.tallystick.server.contract;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's files are when its tests run. */
final class Folders {
    private Folders() {}

    /** The project's root. */
    static Path project() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("api/openapi.yaml"))) {
            at = at.getParent();
            if (at == null) {
                throw new IllegalStateException("api/openapi.yaml is in no folder above the working directory");
            }
        }
        return at;
    }

    /** The server module's build folder, for what is worth keeping from one run to the next. */
    static Path target() {
        return project().resolve("server/target");
    }
}
