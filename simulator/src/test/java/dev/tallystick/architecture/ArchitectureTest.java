package dev.tallystick.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The picture in ARCHITECTURE.md as rules: who may use whom, and what stays out of the pure modules. */
class ArchitectureTest {
    private static final String BASE = "dev.tallystick.";

    /** Each module may use those before it, never those after it; the client is used by none of them. */
    private static final List<String> MODULES = List.of("proof", "client", "ledger", "server", "cli", "simulator");

    /** For each package of the server the others it may use; dev.tallystick.server itself wires them and may use all. */
    private static final Map<String, Set<String>> SERVER_ARROWS = Map.ofEntries(
            Map.entry("config", Set.of()),
            Map.entry("journal", Set.of()),
            Map.entry("index", Set.of("config", "journal")),
            Map.entry("log", Set.of("config", "journal")),
            Map.entry("sequencer", Set.of("config", "journal", "index", "log")),
            Map.entry("ops", Set.of("config", "journal", "index", "log", "sequencer")),
            Map.entry("closing", Set.of("config", "sequencer")),
            Map.entry("compare", Set.of("config")),
            Map.entry("receipt", Set.of()),
            Map.entry("webhook", Set.of("config", "journal", "sequencer")),
            Map.entry(
                    "http",
                    Set.of("config", "index", "log", "sequencer", "closing", "compare", "receipt", "ops", "webhook")),
            Map.entry("witness", Set.of("journal")),
            Map.entry("folder", Set.of("config", "journal", "index", "log", "sequencer", "http")));

    private static final Set<String> EMPTY_NAMES = Set.of(
            "util",
            "utils",
            "utility",
            "utilities",
            "common",
            "commons",
            "helper",
            "helpers",
            "manager",
            "managers",
            "misc");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tallystick");

    @ParameterizedTest
    @ValueSource(strings = {"proof", "client", "ledger", "server", "cli"})
    void everyModuleIsSeenSoThatNoRulePassesOnNothing(String module) {
        assertThat(CLASSES.stream().filter(type -> moduleOf(type).equals(module)))
                .isNotEmpty();
    }

    @ParameterizedTest(name = "{0} does not use {1}")
    @MethodSource("forbiddenModulePairs")
    void modulesUseOnlyTheOnesBeforeThem(String user, String used) {
        noClasses()
                .that()
                .resideInAPackage(BASE + user + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + used + "..")
                .because(user + " must work without " + used)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    static Stream<Arguments> forbiddenModulePairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (int user = 0; user < MODULES.size(); user++) {
            for (int used = user + 1; used < MODULES.size(); used++) {
                pairs.add(Arguments.of(MODULES.get(user), MODULES.get(used)));
            }
        }
        Stream.of("ledger", "server", "cli").forEach(user -> pairs.add(Arguments.of(user, "client")));
        return pairs.stream();
    }

    @ParameterizedTest(name = "server.{0} does not use server.{1}")
    @MethodSource("forbiddenServerPairs")
    void serverPackagesUseOnlyWhatTheTableGivesThem(String user, String used) {
        noClasses()
                .that()
                .resideInAPackage(BASE + "server." + user + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + "server." + used + "..")
                .because("server." + user + " may use only " + SERVER_ARROWS.get(user))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    static Stream<Arguments> forbiddenServerPairs() {
        return SERVER_ARROWS.entrySet().stream()
                .flatMap(row -> SERVER_ARROWS.keySet().stream()
                        .filter(used ->
                                !used.equals(row.getKey()) && !row.getValue().contains(used))
                        .map(used -> Arguments.of(row.getKey(), used)));
    }

    @Test
    void everyServerPackageHasARowInTheTable() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith(BASE + "server."))
                        .map(name -> name.substring((BASE + "server.").length()).split("\\.", -1)[0]))
                .isSubsetOf(SERVER_ARROWS.keySet());
    }

    @Test
    void proofAndLedgerReachNeitherDiskNorNetworkNorClockNorThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(BASE + "proof..", BASE + "ledger..")
                .should()
                .dependOnClassesThat(reachOutside())
                .because("the same commands must give the same bytes on every machine, in every replay")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> reachOutside() {
        DescribedPredicate<JavaClass> outsidePackages = JavaClass.Predicates.resideInAnyPackage(
                "java.io..",
                "java.nio.file..",
                "java.nio.channels..",
                "java.net..",
                "javax.net..",
                "java.util.concurrent.locks..");
        return outsidePackages
                .or(JavaClass.Predicates.assignableTo(java.time.InstantSource.class))
                .or(JavaClass.Predicates.assignableTo(Thread.class))
                .or(JavaClass.Predicates.assignableTo(ThreadLocal.class))
                .or(JavaClass.Predicates.assignableTo(Executor.class))
                .or(JavaClass.Predicates.assignableTo(Future.class))
                .as("are files, sockets, clocks, locks or threads");
    }

    @Test
    void noBinaryFloatingPointInProofAndLedger() {
        List<String> found = CLASSES.stream()
                .filter(type -> Set.of("proof", "ledger").contains(moduleOf(type)))
                .flatMap(ArchitectureTest::floatingPointPlaces)
                .toList();
        assertThat(found)
                .as("fields, parameters and results of type double or float")
                .isEmpty();
    }

    private static Stream<String> floatingPointPlaces(JavaClass type) {
        Stream<String> fields = type.getFields().stream()
                .filter(field -> isFloatingPoint(field.getRawType()))
                .map(field -> field.getFullName());
        Stream<String> codeUnits = type.getCodeUnits().stream()
                .filter(unit -> isFloatingPoint(unit.getRawReturnType())
                        || unit.getRawParameterTypes().stream().anyMatch(ArchitectureTest::isFloatingPoint))
                .map(JavaCodeUnit::getFullName);
        return Stream.concat(fields, codeUnits);
    }

    private static boolean isFloatingPoint(JavaClass type) {
        return Set.of("double", "float", "java.lang.Double", "java.lang.Float")
                .contains(type.getBaseComponentType().getName());
    }

    @Test
    void packagesAndClassesAreNamedForWhatTheyHold() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .noneMatch(name -> Stream.of(name.split("\\.", -1)).anyMatch(EMPTY_NAMES::contains));
        assertThat(CLASSES.stream().map(JavaClass::getSimpleName))
                .noneMatch(name -> name.matches(".*(Utils?|Helpers?|Managers?)"));
    }

    /** "server" for dev.tallystick.server.http.Router. */
    private static String moduleOf(JavaClass type) {
        String rest = type.getPackageName().substring(BASE.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
