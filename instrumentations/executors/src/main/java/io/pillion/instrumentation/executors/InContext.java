package io.pillion.instrumentation.executors;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.ContextCarrier;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function of the application's that runs in the context in which it was handed over. Only for
 * functions that the JDK keeps to itself and calls once: futures and virtual threads never give
 * them back, so the application does not meet these types.
 *
 * <p><b>Threading.</b> Handed over safely by the JDK, then run by one thread.
 */
public abstract class InContext {
  /** A {@link Runnable}. */
  public static final int RUNNABLE = 0;

  /** A {@link Supplier}. */
  public static final int SUPPLIER = 1;

  /** A {@link Function}. */
  public static final int FUNCTION = 2;

  /** A {@link BiFunction}. */
  public static final int BI_FUNCTION = 3;

  /** A {@link Consumer}. */
  public static final int CONSUMER = 4;

  /** A {@link BiConsumer}. */
  public static final int BI_CONSUMER = 5;

  private @Nullable Object context;

  InContext(Object context) {
    this.context = context;
  }

  /**
   * The function with the calling thread's context.
   *
   * @param kind the type as which the function is called; it may have others besides
   * @return null if there is nothing to carry
   */
  @SuppressWarnings("unchecked")
  public static @Nullable Object of(int kind, @Nullable Object function) {
    if (function == null) {
      return null;
    }
    Object context = Agent.context().capture();
    if (context == null) {
      return null;
    }
    return switch (kind) {
      case RUNNABLE -> new OfRunnable(context, (Runnable) function);
      case SUPPLIER -> new OfSupplier(context, (Supplier<Object>) function);
      case FUNCTION -> new OfFunction(context, (Function<Object, Object>) function);
      case BI_FUNCTION -> new OfBiFunction(context, (BiFunction<Object, Object, Object>) function);
      case CONSUMER -> new OfConsumer(context, (Consumer<Object>) function);
      case BI_CONSUMER -> new OfBiConsumer(context, (BiConsumer<Object, Object>) function);
      default -> null;
    };
  }

  /** A future's stage that may run later or elsewhere; null if it runs at once in the caller. */
  public static @Nullable Object ofStage(
      int kind, @Nullable Object result, @Nullable Object executor, @Nullable Object function) {
    return result == null || executor != null ? of(kind, function) : null;
  }

  /** Forgets the context, for a thread that is kept after its end. */
  final Object begin() {
    ContextCarrier carrier = Agent.context();
    Object begun = context;
    if (begun == null) {
      begun = carrier.nothing();
    }
    context = null;
    carrier.attach(begun);
    return begun;
  }

  static void end(Object begun) {
    Agent.context().detach(begun);
  }

  /** See {@link InContext}. */
  public static final class OfRunnable extends InContext implements Runnable {
    private final Runnable function;

    OfRunnable(Object context, Runnable function) {
      super(context);
      this.function = function;
    }

    @Override
    public void run() {
      Object begun = begin();
      try {
        function.run();
      } finally {
        end(begun);
      }
    }
  }

  /** See {@link InContext}. */
  public static final class OfSupplier extends InContext implements Supplier<Object> {
    private final Supplier<Object> function;

    OfSupplier(Object context, Supplier<Object> function) {
      super(context);
      this.function = function;
    }

    @Override
    public Object get() {
      Object begun = begin();
      try {
        return function.get();
      } finally {
        end(begun);
      }
    }
  }

  /** See {@link InContext}. */
  public static final class OfFunction extends InContext implements Function<Object, Object> {
    private final Function<Object, Object> function;

    OfFunction(Object context, Function<Object, Object> function) {
      super(context);
      this.function = function;
    }

    @Override
    public Object apply(Object value) {
      Object begun = begin();
      try {
        return function.apply(value);
      } finally {
        end(begun);
      }
    }
  }

  /** See {@link InContext}. */
  public static final class OfBiFunction extends InContext
      implements BiFunction<Object, Object, Object> {
    private final BiFunction<Object, Object, Object> function;

    OfBiFunction(Object context, BiFunction<Object, Object, Object> function) {
      super(context);
      this.function = function;
    }

    @Override
    public Object apply(Object value, Object other) {
      Object begun = begin();
      try {
        return function.apply(value, other);
      } finally {
        end(begun);
      }
    }
  }

  /** See {@link InContext}. */
  public static final class OfConsumer extends InContext implements Consumer<Object> {
    private final Consumer<Object> function;

    OfConsumer(Object context, Consumer<Object> function) {
      super(context);
      this.function = function;
    }

    @Override
    public void accept(Object value) {
      Object begun = begin();
      try {
        function.accept(value);
      } finally {
        end(begun);
      }
    }
  }

  /** See {@link InContext}. */
  public static final class OfBiConsumer extends InContext implements BiConsumer<Object, Object> {
    private final BiConsumer<Object, Object> function;

    OfBiConsumer(Object context, BiConsumer<Object, Object> function) {
      super(context);
      this.function = function;
    }

    @Override
    public void accept(Object value, Object other) {
      Object begun = begin();
      try {
        function.accept(value, other);
      } finally {
        end(begun);
      }
    }
  }
}
