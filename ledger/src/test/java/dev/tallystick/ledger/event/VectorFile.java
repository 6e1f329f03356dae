package dev.tallystick.ledger.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The published test vectors of {@code docs/formats/events.md}, as a resource of the tests. */
final class VectorFile {
    private static final String RESOURCE = "/vectors/events.txt";
    private static final String PAGE = "docs/formats/events.md";

    private VectorFile() {}

    /**
     * One event, field by field.
     *
     * @param name what it is an example of
     * @param fields each field's name with its bytes, in order
     */
    record Vector(String name, List<Field> fields) {
        byte[] bytes() {
            return HexFormat.of()
                    .parseHex(String.join("", fields.stream().map(Field::hex).toList()));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    record Field(String hex, String meaning) {}

    static String text() throws IOException {
        try (var in = Objects.requireNonNull(VectorFile.class.getResourceAsStream(RESOURCE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A line {@code [name]} begins a vector; every other line is hex, two spaces, meaning. */
    static List<Vector> vectors() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        for (String line : text().lines().filter(line -> !line.isBlank()).toList()) {
            if (line.startsWith("[")) {
                vectors.add(new Vector(line.substring(1, line.length() - 1), new ArrayList<>()));
            } else {
                int gap = line.indexOf("  ");
                vectors.getLast()
                        .fields()
                        .add(new Field(
                                line.substring(0, gap), line.substring(gap).strip()));
            }
        }
        return vectors;
    }

    static String page() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(PAGE))) {
                return Files.readString(folder.resolve(PAGE));
            }
        }
        throw new AssertionError(PAGE + " was not found in any folder above the tests.");
    }
}
