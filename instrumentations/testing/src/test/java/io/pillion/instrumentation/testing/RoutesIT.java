package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import examples.pillion.demo.Jdk;
import examples.pillion.demo.Jdks;
import examples.pillion.demo.ReceivedSpan;
import examples.pillion.demo.TraceIds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every framework within a servlet: the template it matched is the route, from the root on. */
@ExtendWith(LabExtension.class)
@Timeout(600)
class RoutesIT {

  @TestFactory
  List<DynamicTest> frameworks(Lab lab) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (FrameworkUnderTest framework : FrameworkUnderTest.values()) {
      if (framework.turn().comes(framework)) {
        for (Jdk jdk : Selection.jdks(framework, Jdks.all())) {
          tests.add(
              DynamicTest.dynamicTest(framework + " on " + jdk, () -> routes(lab, framework, jdk)));
        }
      }
    }
    return tests;
  }

  private static void routes(Lab lab, FrameworkUnderTest framework, Jdk jdk) throws IOException {
    try (RunningApp app = lab.start(framework.app(), jdk, AgentUnderTest.PILLION)) {
      SoftAssertions soft = new SoftAssertions();
      for (String prefix : List.of("/shop/api", "")) {
        Expectation at = new Expectation(soft, app, prefix);
        at.route("/items", "all", "/items");
        at.route("/items/7", "7", "/items/{id}");
        at.route("/items/7/parts", "parts of 7", "/items/{id}/parts");
        at.route("/items/7/parts/bolt", "bolt of 7", "/items/{id}/parts/{part}");
        at.route(
            "/items/7/parts/bolt/inner/nut",
            "nut of bolt",
            "/items/{id}/parts/{part}/inner/{" + innermost(framework) + "}");
        // The thread has forgotten where the locators led to.
        at.route("/items/8", "8", "/items/{id}");
        at.missing("/items/0", prefix + "/items/{id}");
        at.missing("/nothing/7", prefix.isEmpty() ? null : prefix + "/*");
      }
      soft.assertAll();
    }
  }

  /** The JAX-RS resource locates itself again, a controller has each path written down. */
  private static String innermost(FrameworkUnderTest framework) {
    return framework.name().startsWith("SPRING") ? "inner" : "part";
  }

  private record Expectation(SoftAssertions soft, RunningApp app, String prefix) {

    void route(String path, String body, String template) {
      RawRequest request = marked(path);
      RawResponse response = app.send(request);
      assertThat(response.status()).as("status of %s", request).isEqualTo(200);
      assertThat(response.body()).as("body of %s", request).isEqualTo(body);
      check(request, 200, prefix + template);
    }

    void missing(String path, @Nullable String route) {
      RawRequest request = marked(path);
      assertThat(app.send(request).status()).as("status of %s", request).isEqualTo(404);
      check(request, 404, route);
    }

    private RawRequest marked(String path) {
      return RawRequest.get(prefix + path)
          .header("User-Agent", "test-user-agent/" + TraceIds.span());
    }

    private void check(RawRequest request, int status, @Nullable String route) {
      List<ReceivedSpan> spans = app.await(1, request.toString(), ServerRun.serverSpanOf(request));
      soft.assertThat(spans).as("spans of %s", request).hasSize(1);
      ReceivedSpan span = spans.get(0);
      soft.assertThat(span.name()).isEqualTo(route == null ? "GET" : "GET " + route);
      soft.assertThat(span.attributes().get("http.route")).isEqualTo(route);
      soft.assertThat(span.attributes().get("http.response.status_code"))
          .isEqualTo(Integer.toString(status));
      soft.assertThat(span.exceptions()).isEmpty();
    }
  }
}
