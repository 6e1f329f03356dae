package dev.tallystick.server.contract;

import dev.tallystick.server.contract.Program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Python with packages from the public registry, in a virtual environment that stays under target/ for the next run. */
final class PythonPackages {
    private PythonPackages() {}

    /** The interpreter; skips the test where it cannot be had. Packages are named with their version, {@code a==1.0}. */
    static Path with(String... packages) {
        Path place = Folders.target().resolve(String.join("-", packages).replace("==", "-"));
        Path python = place.resolve("bin/python");
        if (!installed(python, packages)) {
            if (Program.run("python3", "-m", "venv", "--clear", place.toString())
                            .code()
                    != 0) {
                Program.skip("Public Python packages need python3 with venv, which is not here.");
            }
            List<String> install = new ArrayList<>(
                    List.of(python.toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"));
            install.addAll(List.of(packages));
            Ended pip = Program.run(install.toArray(new String[0]));
            if (pip.code() != 0 || !installed(python, packages)) {
                Program.skip("The public Python packages " + List.of(packages) + " cannot be installed: "
                        + pip.said().lines().reduce((first, last) -> last).orElse("no reason given"));
            }
        }
        return python;
    }

    private static boolean installed(Path python, String... packages) {
        StringBuilder check = new StringBuilder("from importlib.metadata import version");
        for (String each : packages) {
            String[] parts = each.split("==", 2);
            check.append("; assert version('" + parts[0] + "') == '" + parts[1] + "'");
        }
        return Files.exists(python)
                && Program.run(python.toString(), "-c", check.toString()).code() == 0;
    }
}
