package io.slidestream.system;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The dependency directions of docs/architecture.md. */
@AnalyzeClasses(packages = "io.slidestream", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> BELOW_SERVICES =
            Set.of("contracts", "metrics", "slides", "networks", "servicekit");
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("contracts", Set.of()),
            entry("broker", Set.of()),
            entry("metrics", Set.of()),
            entry("testkit", Set.of("contracts")),
            entry("synthetic", Set.of("contracts")),
            entry("slides", Set.of("contracts", "metrics")),
            entry("networks", Set.of("contracts")),
            entry("servicekit", Set.of("contracts", "metrics", "slides")),
            entry("tiler", BELOW_SERVICES),
            entry("worker", BELOW_SERVICES),
            entry("mapfiles", Set.of("contracts", "slides")),
            entry("catalog", Set.of("contracts", "mapfiles", "metrics", "servicekit", "slides")),
            entry("viewer", Set.of("catalog", "contracts", "mapfiles", "metrics", "servicekit", "slides")),
            entry("aggregator", Set.of("contracts", "mapfiles", "metrics", "servicekit", "slides", "viewer")),
            entry("trainer", Set.of("networks", "contracts")),
            entry(
                    "proving",
                    Set.of(
                            "aggregator",
                            "broker",
                            "catalog",
                            "contracts",
                            "networks",
                            "servicekit",
                            "slides",
                            "synthetic",
                            "tiler",
                            "viewer",
                            "worker")));

    @ArchTest
    static void modules_useOnlyWhatTheyMay(JavaClasses classes) {
        MAY_USE.forEach((module, others) -> {
            String[] allowed = Stream.concat(Stream.of(module), others.stream())
                    .map(ArchitectureTest::packages)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(packages(module))
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.slidestream..").and(not(resideInAnyPackage(allowed))))
                    .check(classes);
        });
    }

    /** So that a new module cannot escape the rule above. */
    @ArchTest
    static final ArchRule everyModule_isKnownHere = classes()
            .should()
            .resideInAnyPackage(Stream.concat(MAY_USE.keySet().stream(), Stream.of("standalone"))
                    .map(ArchitectureTest::packages)
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule onlyTests_useTheirKit = noClasses()
            .that()
            .resideOutsideOfPackage(packages("testkit"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(packages("testkit"));

    @ArchTest
    static final ArchRule onlySlidesOneDnnTheSwitchOfTheTelemetryAndMemoryForGpus_callNativeCode = noClasses()
            .that()
            .resideOutsideOfPackages(packages("slides"), packages("synthetic"), "io.slidestream.networks.onednn")
            .and()
            .haveNameNotMatching("io\\.slidestream\\.networks\\.onnx\\.(Telemetry|PageLockedMemory.*)")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule onlyNetworks_knowTheEngines =
            only(Set.of("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..", "ai.onnxruntime.."), "networks");

    @ArchTest
    static final ArchRule onlyTheEmbeddedBroker_knowsTheServer =
            only(Set.of("kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata.."), "broker");

    @ArchTest
    static final ArchRule onlyTheAggregator_streams = only("org.apache.kafka.streams..", "aggregator");

    /** But for one that silences a library's. */
    @ArchTest
    static final ArchRule nobody_usesJavaUtilLogging = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.slidestream.servicekit.telemetry.SpanCollector")
            .should(USE_JAVA_UTIL_LOGGING);

    @ArchTest
    static final ArchRule onlyCommands_writeToTheTerminal = noClasses()
            .that()
            .resideOutsideOfPackage("io.slidestream.standalone..")
            .and()
            .doNotHaveFullyQualifiedName("io.slidestream.servicekit.run.ServiceRunner")
            .and()
            .doNotHaveFullyQualifiedName("io.slidestream.viewer.command.ViewerMain")
            .should(ACCESS_STANDARD_STREAMS);

    /** Java's own swallow the exception that ends what recurs; ours fail the service. */
    @ArchTest
    static final ArchRule whatRecursInServices_comesFromSchedules = noClasses()
            .that()
            .resideInAnyPackage(
                    packages("servicekit"),
                    packages("tiler"),
                    packages("worker"),
                    packages("aggregator"),
                    packages("viewer"))
            .and()
            .haveNameNotMatching("io\\.slidestream\\.servicekit\\.health\\.Schedules(\\$1)?")
            .should()
            .callMethodWhere(target(nameMatching("new(SingleThread)?Scheduled.*|newWorkStealingPool"))
                    .and(target(owner(type(java.util.concurrent.Executors.class)))))
            .orShould()
            .callConstructorWhere(target(owner(assignableTo(java.util.concurrent.ScheduledThreadPoolExecutor.class))))
            .orShould()
            .callConstructorWhere(target(owner(assignableTo(java.util.Timer.class))));

    /** Its default tells every service of the process; a thread with one of its own would die in silence. */
    @ArchTest
    static final ArchRule nobody_keepsTheEndOfAThreadToItself = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.slidestream.servicekit.health.LostThreads")
            .should()
            .callMethodWhere(target(nameMatching("set(Default)?UncaughtExceptionHandler"))
                    .and(target(owner(assignableTo(Thread.class)))));

    /** The rooms that other modules may enter beside a module's root: what is not here is the module's own affair. */
    private static final Set<String> OPEN_ROOMS = Set.of(
            "aggregator.config",
            "broker.cluster",
            "catalog.database",
            "catalog.maps",
            "catalog.people",
            "contracts.files",
            "contracts.html",
            "contracts.time",
            "mapfiles.cohort",
            "mapfiles.formats",
            "mapfiles.formats.dicom",
            "mapfiles.map",
            "mapfiles.pictures",
            "mapfiles.results",
            "networks.bundle",
            "networks.dl4j",
            "networks.engine",
            "networks.familiar",
            "networks.family",
            "networks.graph",
            "networks.onnx",
            "networks.patches",
            "networks.published",
            "networks.pytorch",
            "networks.weights",
            "proving.bench",
            "proving.chaos",
            "proving.drill",
            "proving.panels",
            "proving.processes",
            "proving.synth",
            "servicekit.config",
            "servicekit.health",
            "servicekit.kafka",
            "servicekit.run",
            "servicekit.telemetry",
            "slides.isolation",
            "slides.codec",
            "slides.jpeg",
            "slides.open",
            "slides.openslide",
            "slides.parts",
            "slides.s3",
            "slides.store",
            "tiler.commands",
            "tiler.log",
            "tiler.ownership",
            "tiler.queue",
            "tiler.states",
            "tiler.tiling",
            "tiler.tissue",
            "tiler.watch",
            "trainer.base",
            "trainer.encoder",
            "trainer.data",
            "trainer.recipe",
            "viewer.catalog",
            "viewer.command",
            "viewer.forgetting",
            "worker.config",
            "worker.scoring",
            "worker.telemetry");

    @ArchTest
    static final ArchRule closedRooms_areUsedByTheirOwnModuleOnly = classes()
            .should(new ArchCondition<JavaClass>("enter open rooms of other modules only") {
                @Override
                public void check(JavaClass user, ConditionEvents events) {
                    user.getDirectDependenciesFromSelf().stream()
                            .filter(use -> isClosedTo(
                                    user.getPackageName(),
                                    use.getTargetClass().getBaseComponentType().getPackageName()))
                            .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())));
                }
            });

    private static boolean isClosedTo(String user, String used) {
        String[] path = used.split("\\.", 4); // io, slidestream, module, room
        return used.startsWith("io.slidestream.")
                && path.length == 4
                && !(user + ".").startsWith("io.slidestream." + path[2] + ".")
                && !OPEN_ROOMS.contains(path[2] + "." + path[3]);
    }

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("io.slidestream.(**)").should().beFreeOfCycles();

    /** A longer list wants named steps or a record. Messages have as many fields as the wire. */
    @ArchTest
    static final ArchRule parameterLists_haveNinePlacesAtMost = codeUnits()
            .that(areWrittenByHand())
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("io.slidestream.contracts")
            .should(new ArchCondition<JavaCodeUnit>("have nine parameters at most") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                    int own = unit.getOwner().isEnum() && unit.isConstructor() ? 2 : 0; // the compiler's
                    int parameters = unit.getRawParameterTypes().size() - own;
                    if (parameters > 9) {
                        events.add(SimpleConditionEvent.violated(unit, unit.getFullName() + " has " + parameters));
                    }
                }
            });

    /** A call must say what it asks for: by an enum, by one of two methods, or by a record's field. */
    @ArchTest
    static final ArchRule booleans_areNoParameters = codeUnits()
            .that(areWrittenByHand())
            .and(describe(
                    "are no constructors of records", unit -> !unit.getOwner().isRecord() || !unit.isConstructor()))
            .and(describe("keep no promise of a library's", unit -> !isOfALibrary(unit)))
            .and()
            .areNotPrivate()
            .should(new ArchCondition<JavaCodeUnit>("take no boolean") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                    if (unit.getRawParameterTypes().stream()
                            .anyMatch(type -> type.getName().equals("boolean"))) {
                        events.add(SimpleConditionEvent.violated(unit, unit.getFullName()));
                    }
                }
            });

    private static DescribedPredicate<JavaCodeUnit> areWrittenByHand() {
        return describe("are written by hand", unit -> {
            JavaClass owner = unit.getOwner();
            return !unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                    && !unit.getModifiers().contains(JavaModifier.BRIDGE)
                    && !owner.isAnonymousClass()
                    && !owner.isLocalClass()
                    && !unit.getModifiers().contains(JavaModifier.NATIVE)
                    && !owner.getPackageName().equals("io.slidestream.contracts.wire");
        });
    }

    private static boolean isOfALibrary(JavaCodeUnit unit) {
        String[] types =
                unit.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
        return Stream.concat(
                        unit.getOwner().getAllRawSuperclasses().stream(),
                        unit.getOwner().getAllRawInterfaces().stream())
                .filter(type -> !type.getPackageName().startsWith("io.slidestream"))
                .anyMatch(type -> type.tryGetMethod(unit.getName(), types).isPresent());
    }

    private static ArchRule only(String library, String module) {
        return only(Set.of(library), module);
    }

    private static ArchRule only(Set<String> libraries, String module) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(packages(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries.toArray(String[]::new));
    }

    private static String packages(String module) {
        return "io.slidestream." + module + "..";
    }

    /** Deeplearning4j's copies of other libraries and its deserialising of objects have known faults: docs/dependencies.md. */
    @ArchTest
    static final ArchRule COPIES_OF_LIBRARIES = noClasses()
            .that()
            .resideInAPackage("io.slidestream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j.shade.jackson..", "org.nd4j.shade.guava..", "org.nd4j.shade.yaml..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("ModelSerializer")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("SerializationUtils")
            .because("docs/dependencies.md says that what they read is out of reach");
}
