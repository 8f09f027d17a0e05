package io.pillion.instrumentation.executors;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * The private methods behind all of {@code CompletionStage}: each takes an executor, maybe another
 * stage, and the application's function as its last argument. The function runs for whoever
 * registered it, on whichever thread completes the stage.
 */
final class CompletableFutureInstrumentation implements TypeInstrumentation {
  private final String name = getClass().getName();

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("java.util.concurrent.CompletableFuture");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    stages(transformer, Runnable.class, InContext.RUNNABLE);
    stages(transformer, Function.class, InContext.FUNCTION);
    stages(transformer, BiFunction.class, InContext.BI_FUNCTION);
    stages(transformer, Consumer.class, InContext.CONSUMER);
    stages(transformer, BiConsumer.class, InContext.BI_CONSUMER);
    begins(transformer, Runnable.class, InContext.RUNNABLE);
    begins(transformer, Supplier.class, InContext.SUPPLIER);
  }

  private void begins(TypeTransformer transformer, Class<?> function, int kind) {
    transformer.applyAdviceToMethod(
        namedOneOf("asyncRunStage", "asyncSupplyStage")
            .and(isStatic())
            .and(takesArguments(Executor.class, function)),
        new BoundKind(kind),
        name + "$BeginAdvice");
  }

  private void stages(TypeTransformer transformer, Class<?> function, int kind) {
    transformer.applyAdviceToMethod(
        nameEndsWith("Stage").and(not(isStatic())).and(takesArguments(Executor.class, function)),
        new BoundKind(kind),
        name + "$StageAdvice");
    transformer.applyAdviceToMethod(
        nameEndsWith("Stage")
            .and(not(isStatic()))
            .and(takesArguments(3))
            .and(takesArgument(0, Executor.class))
            .and(takesArgument(2, function)),
        new BoundKind(kind),
        name + "$TwoStagesAdvice");
  }

  /** Puts the kind into the advice. */
  private record BoundKind(int kind)
      implements Function<Advice.WithCustomMapping, Advice.WithCustomMapping> {
    @Override
    public Advice.WithCustomMapping apply(Advice.WithCustomMapping mapping) {
      return mapping.bind(FunctionKind.class, kind);
    }
  }

  /** Of {@code supplyAsync} and {@code runAsync}. */
  public static final class BeginAdvice {

    private BeginAdvice() {}

    /** The function to call instead; null to leave the application's. */
    @Advice.AssignReturned.ToArguments(
        @Advice.AssignReturned.ToArguments.ToArgument(value = 1, typing = Assigner.Typing.DYNAMIC))
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(
        @FunctionKind int kind,
        @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) @Nullable Object function) {
      return InContext.of(kind, function);
    }
  }

  /** Of what depends on one stage. */
  public static final class StageAdvice {

    private StageAdvice() {}

    /** The function to call instead; null to leave the application's. */
    @Advice.AssignReturned.ToArguments(
        @Advice.AssignReturned.ToArguments.ToArgument(value = 1, typing = Assigner.Typing.DYNAMIC))
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(
        @FunctionKind int kind,
        @Advice.FieldValue("result") @Nullable Object result,
        @Advice.Argument(0) @Nullable Object executor,
        @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) @Nullable Object function) {
      return InContext.ofStage(kind, result, executor, function);
    }
  }

  /** Of what depends on two stages. */
  public static final class TwoStagesAdvice {

    private TwoStagesAdvice() {}

    /** The function to call instead; null to leave the application's. */
    @Advice.AssignReturned.ToArguments(
        @Advice.AssignReturned.ToArguments.ToArgument(value = 2, typing = Assigner.Typing.DYNAMIC))
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(
        @FunctionKind int kind,
        @Advice.Argument(value = 2, typing = Assigner.Typing.DYNAMIC) @Nullable Object function) {
      return InContext.of(kind, function);
    }
  }
}
