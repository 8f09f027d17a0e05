package io.pillion.agent.install;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import io.pillion.agent.bootstrap.Agent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * An instrumentation module with everything it asks for, gathered once.
 *
 * <p><b>Threading.</b> Immutable.
 */
final class InstalledModule {
  private static final Advice.ExceptionHandler COUNT_FAILURE = countFailure();

  private final InstrumentationModule module;
  private final ElementMatcher<ClassLoader> loaders;
  private final List<InstalledType> types;

  private InstalledModule(InstrumentationModule module, List<InstalledType> types) {
    this.module = module;
    this.loaders = module.classLoaderMatcher();
    this.types = types;
  }

  static InstalledModule of(InstrumentationModule module) {
    List<InstalledType> types = new ArrayList<>();
    for (TypeInstrumentation type : module.typeInstrumentations()) {
      PlanCollector collector = new PlanCollector();
      type.transform(collector);
      types.add(new InstalledType(type, collector.plans));
    }
    return new InstalledModule(module, Collections.unmodifiableList(types));
  }

  String name() {
    return module.instrumentationName();
  }

  int order() {
    return module.order();
  }

  /** The classes to define in the target's loader, supertypes first. */
  List<String> helperClassNames() {
    return module.getAdditionalHelperClassNames();
  }

  /** Every class whose code will run in the target's loader: helpers, and advice as inlined. */
  List<String> codeClassNames() {
    List<String> names = new ArrayList<>(helperClassNames());
    for (InstalledType type : types) {
      for (AdvicePlan plan : type.plans) {
        names.add(plan.adviceName);
      }
    }
    return names;
  }

  /** What this module wants done to the type; empty if nothing. */
  List<AdvicePlan> matching(TypeDescription type, @Nullable ClassLoader loader) {
    List<AdvicePlan> plans = Collections.emptyList();
    if (!loaders.matches(loader)) {
      return plans;
    }
    for (InstalledType installed : types) {
      if (installed.type.classLoaderOptimization().matches(loader)
          && installed.type.typeMatcher().matches(type)) {
        if (plans.isEmpty()) {
          plans = new ArrayList<>();
        }
        plans.addAll(installed.plans);
      }
    }
    return plans;
  }

  private static Advice.ExceptionHandler countFailure() {
    try {
      return new Advice.ExceptionHandler.Simple(
          MethodInvocation.invoke(
              new MethodDescription.ForLoadedMethod(
                  Agent.class.getMethod("adviceFailed", Throwable.class))));
    } catch (NoSuchMethodException e) {
      throw new LinkageError("the bootstrap classes are of another version", e);
    }
  }

  private record InstalledType(TypeInstrumentation type, List<AdvicePlan> plans) {}

  /** One advice class and the methods it goes into. */
  record AdvicePlan(
      ElementMatcher<? super MethodDescription> methods,
      Function<Advice.WithCustomMapping, Advice.WithCustomMapping> customizer,
      String adviceName) {

    AsmVisitorWrapper advice(TypePool pool, ClassFileLocator locator) {
      Advice.WithCustomMapping mapping =
          Advice.withCustomMapping()
              .with(new Advice.AssignReturned.Factory().withSuppressed(Throwable.class));
      return customizer
          .apply(mapping)
          .to(pool.describe(adviceName).resolve(), locator)
          .withExceptionHandler(COUNT_FAILURE)
          .on(methods);
    }
  }

  private static final class PlanCollector implements TypeTransformer {
    private final List<AdvicePlan> plans = new ArrayList<>();

    @Override
    public void applyAdviceToMethod(
        ElementMatcher<? super MethodDescription> methodMatcher,
        Function<Advice.WithCustomMapping, Advice.WithCustomMapping> mappingCustomizer,
        String adviceClassName) {
      plans.add(new AdvicePlan(methodMatcher, mappingCustomizer, adviceClassName));
    }

    @Override
    public void applyTransformer(AgentBuilder.Transformer transformer) {
      throw new UnsupportedOperationException("transformers are not supported; use advice");
    }
  }
}
