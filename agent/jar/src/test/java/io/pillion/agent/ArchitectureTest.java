package io.pillion.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use whom, in everything that enters an application. */
@AnalyzeClasses(packages = "io.pillion", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String IPC = "io.pillion.ipc..";
  private static final String BOOTSTRAP = "io.pillion.agent.bootstrap..";
  private static final String INSTRUMENTATION = "io.pillion.instrumentation..";

  @ArchTest
  static final ArchRule theWireKnowsNoneOfItsUsers =
      noClasses()
          .that()
          .resideInAPackage(IPC)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.pillion.agent..", INSTRUMENTATION, "net.bytebuddy..");

  @ArchTest
  static final ArchRule onlyTheTransportNamesChronicleAndJctools =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.pillion.ipc.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("net.openhft..", "org.jctools..");

  @ArchTest
  static final ArchRule nobodyOutsideTheWireUsesItsInternals =
      noClasses()
          .that()
          .resideOutsideOfPackage(IPC)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.pillion.ipc.internal..");

  @ArchTest
  static final ArchRule thePolicyIsTheJdkAndItself =
      noClasses()
          .that()
          .resideInAPackage("io.pillion.ipc.policy..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "io.pillion.ipc.policy..", "org.jspecify..");

  @ArchTest
  static final ArchRule theBootLoaderGetsTheJdkOnly =
      noClasses()
          .that()
          .resideInAPackage(BOOTSTRAP)
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", BOOTSTRAP, "org.jspecify..");

  @ArchTest
  static final ArchRule instrumentationsSeeTheBootstrapTypesOnly =
      noClasses()
          .that()
          .resideInAPackage(INSTRUMENTATION)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              IPC,
              "io.pillion.agent.install..",
              "io.pillion.agent.config..",
              "io.pillion.agent.http..",
              "io.pillion.agent.jvm..",
              "io.pillion.agent.logs..",
              "io.pillion.agent.policy..",
              "io.pillion.agent.telemetry..",
              "io.pillion.agent.runtime..");

  @ArchTest
  static final ArchRule onlyTheHostNamesByteBuddy =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.pillion.agent.install..", INSTRUMENTATION)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.bytebuddy..");

  @ArchTest
  static final ArchRule nothingLogsThroughTheApplication =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.pillion.instrumentation.logback..",
              "io.pillion.instrumentation.log4j..",
              "io.pillion.instrumentation.javautillogging..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "org.apache.logging..", "ch.qos.logback..");
}
