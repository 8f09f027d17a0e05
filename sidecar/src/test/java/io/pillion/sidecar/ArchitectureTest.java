package io.pillion.sidecar;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use whom in the sidecar. */
@AnalyzeClasses(
    packages = "io.pillion.sidecar",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule onlyNetNamesNetty =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.pillion.sidecar.net..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule onlyExportNamesProtobuf =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.pillion.sidecar.export..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.protobuf..", "io.opentelemetry..");

  @ArchTest
  static final ArchRule nobodyUsesTheWiresInternals =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.pillion.ipc.internal..", "net.openhft..", "io.pillion.agent..");

  @ArchTest
  static final ArchRule packagesFormNoCircle =
      slices().matching("io.pillion.sidecar.(*)..").should().beFreeOfCycles();
}
