package io.pillion.agent.install;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the name of each class the JVM loads and hands the few that instrumentations name to the
 * weaver. Everything else costs one hash look-up.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> A class that cannot be woven is left as it is.
 */
final class TargetTransformer implements ClassFileTransformer {
  private static final Module JAVA_BASE = Object.class.getModule();

  private final Targets targets;
  private final StartSequence sequence;

  TargetTransformer(Targets targets, StartSequence sequence) {
    this.targets = targets;
    this.sequence = sequence;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (className == null || !targets.contains(className)) {
      return null;
    }
    try {
      Weaver weaver =
          isNeededEarly(module) ? sequence.weaverOrLater(className) : sequence.awaitWeaver();
      return weaver == null ? null : weaver.weave(module, loader, className, classFile);
    } catch (Throwable failure) {
      sequence.reportFailure(className, failure);
      return null;
    }
  }

  /**
   * Whether the start may need classes of the module, or most applications begin with one: their
   * main methods do not wait for us because of a logger.
   */
  static boolean isNeededEarly(@Nullable Module module) {
    return JAVA_BASE.equals(module) || (module != null && "java.logging".equals(module.getName()));
  }
}
