package io.pillion.instrumentation.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The sources of an application and the libraries it is built and run with.
 *
 * @param main the class with the main method, in package {@code apps}
 * @param folders below {@code src/test/apps}
 * @param libraries name of a set of libraries in the module's pom; empty for none
 * @param replacements text to replace in all sources, for libraries that differ in a name only
 */
record AppSource(
    String main, List<String> folders, String libraries, Map<String, String> replacements) {

  /** An application in a folder of its own, on what all applications share. */
  static AppSource of(String main, String folder) {
    return new AppSource(main, List.of("common", folder), "", Map.of());
  }

  /** With sources of a further folder. */
  AppSource and(String folder) {
    List<String> more = new ArrayList<>(folders);
    more.add(folder);
    return new AppSource(main, more, libraries, replacements);
  }

  /** With a set of libraries. */
  AppSource with(String set) {
    return new AppSource(main, folders, set, replacements);
  }

  /** With the names of Java EE before Jakarta EE 9. */
  AppSource javax() {
    return new AppSource(main, folders, libraries, Map.of("jakarta.servlet", "javax.servlet"));
  }

  /** With the names of Jetty's client before Jetty 12. */
  AppSource jetty9() {
    return new AppSource(
        main,
        folders,
        libraries,
        Map.of(
            "jetty.client.ContentResponse",
            "jetty.client.api.ContentResponse",
            "jetty.client.Request",
            "jetty.client.api.Request",
            "jetty.client.Result",
            "jetty.client.api.Result",
            "jetty.client.BufferingResponseListener",
            "jetty.client.util.BufferingResponseListener",
            "jetty.client.StringRequestContent",
            "jetty.client.util.StringContentProvider",
            "body(new StringRequestContent(",
            "content(new StringContentProvider(",
            "headers(fields -> fields.put(name, value))",
            "header(name, value)"));
  }

  /** With Vert.x's way to ask for verticles that may block. */
  AppSource onVertxWorkers() {
    return new AppSource(
        main, folders, libraries, Map.of("setInstances(4)", "setInstances(4).setWorker(true)"));
  }

  /** Names the built application. */
  String id() {
    String folder = folders.get(1);
    if (libraries.startsWith(folder)) {
      return libraries;
    }
    return libraries.isEmpty() ? folder : folder + "-" + libraries;
  }
}
