package io.pillion.agent.http;

/** Throws what the compiler would not let pass. */
final class Thrown {
  private Thrown() {}

  static RuntimeException sneaky(Throwable failure) {
    throw Thrown.<RuntimeException>as(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T as(Throwable failure) throws T {
    throw (T) failure;
  }
}
