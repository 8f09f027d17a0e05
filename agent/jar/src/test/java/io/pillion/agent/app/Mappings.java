package io.pillion.agent.app;

import java.util.List;

/** Where the servlets are mapped, in every container alike. */
final class Mappings {
  static final List<String> SYNCHRONOUS =
      List.of(
          "/hello/*",
          "/exact",
          "*.do",
          "/not-found",
          "/forward",
          "/denied",
          "/fail",
          "/fail-later",
          "/id");

  static final List<String> ASYNCHRONOUS =
      List.of(
          "/async",
          "/async-dispatch",
          "/async-dispatch-at-once",
          "/async-complete-at-once",
          "/async-denied",
          "/async-timeout",
          "/async-fail",
          "/id-async");

  private Mappings() {}
}
