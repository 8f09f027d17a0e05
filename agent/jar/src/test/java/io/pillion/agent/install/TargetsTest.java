package io.pillion.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The listed names and the matchers of the modules must say the same. */
class TargetsTest {
  private static final ClassLoader LOADER = TargetsTest.class.getClassLoader();
  private static final ClassFileLocator CLASSES = ClassFileLocator.ForClassLoader.of(LOADER);
  private static final TypePool TYPES = TypePool.Default.of(LOADER);

  private static final Set<String> OF_THE_JDK = Set.of("jdk-http-server", "java-http-client");

  /** Those whose libraries are on the test's class path. */
  static Stream<InstrumentationModule> modulesWithLibrary() throws IOException {
    List<TypeDescription> types =
        targets().stream().map(name -> TYPES.describe(name).resolve()).toList();
    return modules()
        .filter(
            module ->
                types.stream()
                    .anyMatch(
                        type -> !InstalledModule.of(module).matching(type, LOADER).isEmpty()));
  }

  static Stream<InstrumentationModule> modules() {
    return ServiceLoader.load(InstrumentationModule.class, LOADER).stream()
        .map(ServiceLoader.Provider::get);
  }

  /** Those of the listed classes that are on the test's class path. */
  static List<String> targets() throws IOException {
    List<String> names = new ArrayList<>();
    for (URL list : Collections.list(LOADER.getResources("META-INF/pillion/targets"))) {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(list.openStream(), StandardCharsets.UTF_8))) {
        in.lines().filter(name -> TYPES.describe(name).isResolved()).forEach(names::add);
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void listedClassIsChangedByOneModule(String target) {
    TypeDescription type = TYPES.describe(target).resolve();

    assertThat(modules().map(InstalledModule::of))
        .filteredOn(
            module ->
                module.matching(type, LOADER).stream()
                    .anyMatch(
                        plan ->
                            type.getDeclaredMethods().stream().anyMatch(plan.methods()::matches)))
        .hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("modulesWithLibrary")
  void eachTypeInstrumentationMatchesAListedClass(InstrumentationModule module) throws IOException {
    List<TypeDescription> types =
        targets().stream().map(name -> TYPES.describe(name).resolve()).toList();

    for (TypeInstrumentation instrumentation : module.typeInstrumentations()) {
      assertThat(types)
          .as("%s", instrumentation.getClass())
          .anyMatch(instrumentation.typeMatcher()::matches);
    }
  }

  @ParameterizedTest
  @MethodSource("modulesWithLibrary")
  void helpersLinkWhereTheirLibrariesAre(InstrumentationModule module) throws IOException {
    List<String> code = InstalledModule.of(module).codeClassNames();

    assertThat(new LinkageCheck(CLASSES, CLASSES).firstMissing(code)).isNull();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void helpersDoNotLinkWhereALibraryIsMissing(InstrumentationModule module) throws IOException {
    List<String> code = InstalledModule.of(module).codeClassNames();
    ClassFileLocator jdkOnly =
        ClassFileLocator.ForClassLoader.of(ClassLoader.getPlatformClassLoader());

    String missing = new LinkageCheck(CLASSES, jdkOnly).firstMissing(code);

    if (OF_THE_JDK.contains(module.instrumentationName())) {
      assertThat(missing).isNull();
    } else {
      assertThat(missing).isNotNull();
    }
  }
}
