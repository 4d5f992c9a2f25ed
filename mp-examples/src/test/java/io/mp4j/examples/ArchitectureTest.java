package io.mp4j.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The arrows between modules and packages; none points down the list of modules. */
class ArchitectureTest {
  private static JavaClasses all;

  @BeforeAll
  static void read() {
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("test-classes"))
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.mp4j");
    assertThat(all).hasSizeGreaterThan(80);
  }

  @Test
  void shouldKeepTheArrowsBetweenModules() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("api")
        .definedBy("io.mp4j", "io.mp4j.function..", "io.mp4j.spi..")
        .layer("ipc")
        .definedBy("io.mp4j.ipc..")
        .layer("runtime")
        .definedBy("io.mp4j.runtime..")
        .layer("progress")
        .definedBy("io.mp4j.progress..")
        .layer("examples")
        .definedBy("io.mp4j.examples..")
        .whereLayer("api")
        .mayNotAccessAnyLayer()
        .whereLayer("ipc")
        .mayOnlyAccessLayers("api")
        .whereLayer("runtime")
        .mayOnlyAccessLayers("api", "ipc")
        .whereLayer("progress")
        .mayOnlyAccessLayers("api")
        .whereLayer("examples")
        .mayOnlyAccessLayers("api", "progress")
        .check(all);
  }

  @Test
  void shouldLetTheApiStandOnTheJdkAlone() {
    classes()
        .that()
        .resideInAnyPackage("io.mp4j", "io.mp4j.function", "io.mp4j.spi")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.mp4j", "io.mp4j.function", "io.mp4j.spi", "org.slf4j")
        .check(all);
  }

  @Test
  void shouldKeepTheFunctionsFreeOfEverything() {
    classes()
        .that()
        .resideInAPackage("io.mp4j.function")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.mp4j.function")
        .check(all);
  }

  /** It loads all the rest where a child has nothing else on its class path. */
  @Test
  void shouldLetTheLoadersOfAChildStandOnTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("io.mp4j.ipc.classes")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.mp4j.ipc.classes")
        .check(all);
  }

  @Test
  void shouldKeepTheArrowsBetweenPackagesOfIpc() {
    noClasses()
        .that()
        .resideInAPackage("io.mp4j.ipc.frame")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.mp4j.ipc.link", "io.mp4j.ipc.codec")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("io.mp4j.ipc.link")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.mp4j.ipc.codec")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("io.mp4j.ipc.codec")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.mp4j.ipc.link")
        .check(all);
  }

  @Test
  void shouldKeepTheArrowsBetweenPackagesOfTheRuntime() {
    slices().matching("io.mp4j.runtime.(*)..").should().beFreeOfCycles().check(all);
    noClasses()
        .that()
        .resideInAPackage("io.mp4j.runtime.child")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.mp4j.runtime.process", "io.mp4j.runtime.pool")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("io.mp4j.runtime.process")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.mp4j.runtime.pool")
        .check(all);
  }

  @Test
  void shouldKeepNettyOutOfEverythingButLinksAndFrames() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.mp4j.ipc.link", "io.mp4j.ipc.frame")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(all);
  }

  @Test
  void shouldNeedTheBarsOfAnotherLibraryOnlyWhereTheyAreDrawn() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.mp4j.progress")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("me.tongfei..", "org.jline..")
        .check(all);
  }

  @Test
  void shouldLeaveTheChoiceOfALoggerToUsers() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ch.qos.logback..", "java.util.logging..")
        .check(all);
  }

  /** It takes a tenth of a second, and a program that goes well logs nothing of this library. */
  @Test
  void shouldLoadLoggingWhenThereIsSomethingToSay() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage("io.mp4j.ipc..", "io.mp4j.runtime..")
        .should()
        .haveRawType(Logger.class)
        .check(all);
  }
}
