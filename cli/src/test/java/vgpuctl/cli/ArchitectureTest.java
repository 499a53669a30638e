package vgpuctl.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom, and what core may not touch. */
class ArchitectureTest {

    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("vgpuctl");

    @Test
    void allModulesAreLookedAt() {
        for (var module :
                List.of(
                        "core",
                        "layout",
                        "operations",
                        "linux",
                        "simulation",
                        "server",
                        "fleet",
                        "cli")) {
            assertThat(PRODUCT.stream().map(c -> c.getPackageName() + "."))
                    .anyMatch(name -> name.startsWith("vgpuctl." + module + "."));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "core,       layout operations linux simulation server fleet cli lab",
        "layout,     operations linux simulation server fleet cli lab",
        "operations, layout linux simulation server fleet cli lab",
        "linux,      layout operations simulation server fleet cli lab",
        "simulation, layout operations server fleet cli lab",
        "server,     linux simulation fleet cli lab",
        "fleet,      layout linux simulation server cli lab",
        "cli,        lab"
    })
    void aModuleKnowsOnlyThoseOfTheTable(String module, String strangers) {
        var packages =
                Stream.of(strangers.split(" "))
                        .map(name -> "vgpuctl." + name + "..")
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("vgpuctl." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(PRODUCT);
    }

    @Test
    void coreUsesTheLanguageAndItsCollectionsOnly() {
        classes()
                .that()
                .resideInAPackage("vgpuctl.core..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(
                                        "vgpuctl.core..",
                                        "java.lang",
                                        "java.lang.runtime",
                                        "java.lang.invoke",
                                        "java.util",
                                        "java.util.function",
                                        "java.util.regex",
                                        "java.util.stream",
                                        "java.math",
                                        "java.nio.charset")
                                .or(type(Duration.class))
                                // Its own tables lie in its jar.
                                .or(type(InputStream.class))
                                .or(type(IOException.class))
                                .or(type(UncheckedIOException.class))
                                .or(type(Serializable.class)))
                .check(PRODUCT);
    }

    /** A decision made twice of the same facts is the same decision. */
    @Test
    void coreAndOperationsHaveNeitherClockNorChance() {
        noClasses()
                .that()
                .resideInAnyPackage("vgpuctl.core..", "vgpuctl.operations..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .check(PRODUCT);
    }

    /** A clock that is set decides nothing: what lapses does so by time that only goes on. */
    @Test
    void aFleetHasNoTimeOfDay() {
        noClasses()
                .that()
                .resideInAPackage("vgpuctl.fleet..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(PRODUCT);
    }

    @Test
    void operationsTouchTheHostThroughThePortsOfCore() {
        noClasses()
                .that()
                .resideInAPackage("vgpuctl.operations..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io", "java.nio.file..", "java.nio.channels..", "java.net..")
                .check(PRODUCT);
    }

    /** Its jar is not opened by a command that has nothing to do with files of that form. */
    @Test
    void yamlIsReadInOnePackageOnly() {
        noClasses()
                .that(resideOutsideOfPackages("vgpuctl.layout.yaml.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.snakeyaml..")
                .check(PRODUCT);
    }

    @Test
    void theHttpServerIsKnownInOnePackageOnly() {
        noClasses()
                .that(resideOutsideOfPackages("vgpuctl.server.http.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(PRODUCT);
    }

    @Test
    void nativeCallsAreMadeInLinuxOnly() {
        noClasses()
                .that(resideOutsideOfPackages("vgpuctl.linux.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(PRODUCT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core",
                "layout",
                "operations",
                "linux",
                "simulation",
                "server",
                "fleet",
                "cli"
            })
    void packagesOfAModuleHaveNoCycles(String module) {
        slices().matching("vgpuctl." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(PRODUCT);
    }

    @Test
    void nothingIsCalledUtilHelperDataManagerOrImpl() {
        noClasses()
                .should()
                .haveNameMatching(
                        ".*\\.(\\w*(Util|Utils|Helper|Helpers|Data|Manager|Impl)|Manager\\w*Impl)")
                .orShould()
                .resideInAnyPackage("..util..", "..helper..", "..data..")
                .check(PRODUCT);
    }
}
