package io.pillion.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.pillion.agent.testing.Jdk;
import io.pillion.agent.testing.JdkClasses;
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
  private static final ClassFileLocator CLASSES =
      new ClassFileLocator.Compound(
          ClassFileLocator.ForClassLoader.of(LOADER), new JdkClasses(Jdk.JDK_25));
  private static final TypePool TYPES = TypePool.Default.of(CLASSES);
  private static final TypePool NEWEST =
      TypePool.Default.of(
          new ClassFileLocator.Compound(
              new JdkClasses(Jdk.JDK_25), ClassFileLocator.ForClassLoader.of(LOADER)));

  /** Libraries that only the tests of what is exported have. */
  private static final List<String> ELSEWHERE =
      List.of(
          "io.vertx.",
          "okhttp3.internal.http.HttpEngine",
          "org.eclipse.jetty.client.HttpRequest",
          "org.eclipse.jetty.client.ResponseNotifier",
          "org.eclipse.jetty.servlet.",
          "org.eclipse.jetty.ee8.",
          "org.eclipse.jetty.ee9.",
          "org.eclipse.jetty.ee11.",
          "org.springframework.web.servlet.",
          "org.glassfish.jersey.",
          "org.jboss.resteasy.");

  private static final Set<String> MODULES_ELSEWHERE =
      Set.of("spring-webmvc", "jersey", "resteasy", "jetty-httpclient-9.4", "okhttp-3.0", "vertx");

  static Stream<InstrumentationModule> modulesHere() {
    return modules().filter(module -> !MODULES_ELSEWHERE.contains(module.instrumentationName()));
  }

  static Stream<InstrumentationModule> modules() {
    return ServiceLoader.load(InstrumentationModule.class, LOADER).stream()
        .map(ServiceLoader.Provider::get);
  }

  /** The lists of all modules, one after the other, as the build of the agent jar joins them. */
  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (URL list : Collections.list(LOADER.getResources("META-INF/pillion/targets"))) {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(list.openStream(), StandardCharsets.UTF_8))) {
        in.lines().forEach(lines::add);
      }
    }
    return lines;
  }

  static List<String> targets() throws IOException {
    return lines().stream()
        .filter(line -> !line.startsWith("module "))
        .filter(name -> ELSEWHERE.stream().noneMatch(name::startsWith))
        .distinct()
        .toList();
  }

  /** Others are never asked. */
  @ParameterizedTest
  @MethodSource("targets")
  void whoeverMatchesAListedClassIsNamedAboveIt(String target) throws IOException {
    TypeDescription type = NEWEST.describe(target).resolve();
    List<String> named = Targets.parse(lines()).modulesOf(target.replace('.', '/'));

    assertThat(modules())
        .filteredOn(module -> !InstalledModule.of(module).matching(type, LOADER).isEmpty())
        .extracting(module -> module.getClass().getName())
        .isNotEmpty()
        .allMatch(named::contains);
  }

  /** Matched by name alone, the two names of the servlet API cannot be told apart. */
  @ParameterizedTest
  @MethodSource("targets")
  void listedClassIsChangedByOneModule(String target) {
    TypeDescription type = NEWEST.describe(target).resolve();

    assertThat(modules().map(InstalledModule::of))
        .filteredOn(
            module -> module.matching(type, LOADER).stream().anyMatch(plan -> applies(plan, type)))
        .hasSize(1);
  }

  private static boolean applies(InstalledModule.AdvicePlan plan, TypeDescription type) {
    return type.getDeclaredMethods().stream().anyMatch(plan.methods()::matches);
  }

  @ParameterizedTest
  @MethodSource("modulesHere")
  void eachTypeInstrumentationMatchesAListedClass(InstrumentationModule module) throws IOException {
    List<TypeDescription> types =
        targets().stream().map(name -> TYPES.describe(name).resolve()).toList();

    for (TypeInstrumentation instrumentation : module.typeInstrumentations()) {
      assertThat(types)
          .as("%s", instrumentation.getClass())
          .anyMatch(instrumentation.typeMatcher()::matches);
    }
  }

  /** In the newest JDK if it is a class of the JDK: some are not in the oldest. */
  @ParameterizedTest
  @MethodSource("targets")
  void eachAdviceFindsAMethodInItsTarget(String target) {
    TypeDescription type = NEWEST.describe(target).resolve();

    assertThat(
            modulesHere()
                .filter(module -> !module.instrumentationName().startsWith("servlet-"))
                .map(InstalledModule::of)
                .flatMap(m -> m.matching(type, LOADER).stream()))
        .allMatch(plan -> applies(plan, type));
  }

  @ParameterizedTest
  @MethodSource("modulesHere")
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

    String name = module.instrumentationName();
    if (name.equals("servlet-5.0")) {
      assertThat(missing).startsWith("jakarta.servlet.");
    } else if (name.equals("servlet-3.1")) {
      assertThat(missing).startsWith("javax.servlet.");
    } else if (name.equals("tomcat")) {
      assertThat(missing).startsWith("org.apache.");
    } else if (name.equals("spring-webmvc")) {
      assertThat(missing).startsWith("org.springframework.");
    } else if (name.equals("jersey")) {
      assertThat(missing).startsWith("org.glassfish.jersey.");
    } else if (name.equals("jetty")) {
      assertThat(missing).startsWith("org.eclipse.jetty.");
    } else if (name.equals("resteasy")) {
      assertThat(missing).startsWith("org.jboss.resteasy.");
    } else if (name.equals("opentelemetry-api")) {
      assertThat(missing).startsWith("io.opentelemetry.");
    } else if (name.equals("logback-appender")) {
      assertThat(missing).startsWith("ch.qos.logback.");
    } else if (name.startsWith("log4j")) {
      assertThat(missing).startsWith("org.apache.logging.log4j.");
    } else if (name.startsWith("okhttp")) {
      assertThat(missing).startsWith("okhttp3.");
    } else if (name.startsWith("apache-http")) {
      assertThat(missing).startsWith("org.apache.");
    } else if (name.startsWith("jetty-httpclient")) {
      assertThat(missing).startsWith("org.eclipse.jetty.");
    } else if (name.equals("netty-http")) {
      assertThat(missing).startsWith("io.netty.");
    } else if (name.equals("reactor-netty")) {
      assertThat(missing).isNotNull();
    } else if (name.equals("spring-webflux")) {
      assertThat(missing).startsWith("org.springframework.");
    } else {
      assertThat(missing).isNull();
    }
  }
}
