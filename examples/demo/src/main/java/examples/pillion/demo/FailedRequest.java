package examples.pillion.demo;

/**
 * A request that was not answered as it should have been.
 *
 * @param phase of the load
 * @param millis since the load started
 * @param outcome the status received, or what went wrong
 * @param decisionChanged refused though allowed, or let in though denied
 */
record FailedRequest(
    String phase, long millis, Route route, String outcome, boolean decisionChanged) {

  @Override
  public String toString() {
    return String.format(
        "%s at %d ms: %s expected=%d, got=%s",
        phase, millis, route.path(), route.status(), outcome);
  }
}
