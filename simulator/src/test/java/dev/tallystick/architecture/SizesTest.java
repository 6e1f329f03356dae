package dev.tallystick.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** "Files stay under 250 lines, methods under 50" (CONTRIBUTING.md), for all that ships. */
class SizesTest {
    private static final int FILE_LINES = 250;
    private static final int METHOD_LINES = 50;

    private static final List<String> MODULES = List.of("proof", "ledger", "server", "client", "cli", "simulator");

    @Test
    void filesHoldOneIdea() throws IOException {
        List<String> large = new ArrayList<>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES) {
                large.add(name(file) + " has " + lines + " lines");
            }
        }
        assertThat(large).as("files to split on a second purpose").isEmpty();
    }

    @Test
    void methodsFitOnAScreen() throws IOException {
        List<String> large = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new MethodLengths(unit, positions, large).scan(unit, null);
            }
        }
        assertThat(large).as("methods to split").isEmpty();
    }

    /** Collects the methods of one file that are too long, from the name's line to the closing brace. */
    private static final class MethodLengths extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> large;

        MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> large) {
            this.unit = unit;
            this.positions = positions;
            this.large = large;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() != null) {
                long lines = line(positions.getEndPosition(unit, method))
                        - line(positions.getStartPosition(unit, method))
                        + 1;
                if (lines > METHOD_LINES) {
                    large.add(name(Path.of(unit.getSourceFile().toUri())) + " " + method.getName() + " has " + lines
                            + " lines");
                }
            }
            return super.visitMethod(method, nothing);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : MODULES) {
            Path root = Path.of("..", module, "src", "main", "java");
            try (Stream<Path> files = Files.walk(root)) {
                List<Path> found =
                        files.filter(file -> file.toString().endsWith(".java")).toList();
                assertThat(found).as("sources of " + module).isNotEmpty();
                all.addAll(found);
            }
        }
        return all;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
