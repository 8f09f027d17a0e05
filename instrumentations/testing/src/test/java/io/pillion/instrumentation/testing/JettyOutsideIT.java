package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import examples.pillion.demo.Jdk;
import examples.pillion.demo.Jdks;
import examples.pillion.demo.ReceivedSpan;
import examples.pillion.demo.TraceIds;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Jetty answers outside of servlet contexts has a span and is decided by policy too. */
@ExtendWith(LabExtension.class)
@Timeout(120)
class JettyOutsideIT {

  @TestFactory
  List<DynamicTest> versions(Lab lab) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JettyUnderTest jetty : JettyUnderTest.values()) {
      for (Jdk jdk : Selection.jdks(jetty, Jdks.all())) {
        tests.add(DynamicTest.dynamicTest(jetty + " on " + jdk, () -> outside(lab, jetty, jdk)));
      }
    }
    return tests;
  }

  private static void outside(Lab lab, JettyUnderTest jetty, Jdk jdk) throws IOException {
    try (RunningApp app = lab.start(jetty.app(), jdk, AgentUnderTest.PILLION);
        RunningApp plain = lab.start(jetty.app(), jdk, AgentUnderTest.NONE)) {
      answers(app, app.port(), plain.port());
      answers(app, other(app), other(plain));
      if (jetty == JettyUnderTest.JETTY_9_4) {
        staysTheApplications(app);
      }
    }
  }

  private static int other(RunningApp app) {
    return Integer.parseInt(app.process().awaitLine("other port ", Duration.ofSeconds(10)));
  }

  private static void answers(RunningApp app, int port, int plainPort) throws IOException {
    check(app, port, "/outside/of?all", 404, null);
    check(app, port, "/", 404, null);
    check(app, port, "/path/123/param", 200, "/path/123/*");
    assertThat(check(app, port, Lab.DENIED, 403, null).body()).contains("denied by policy");
    deniedHead(port);
    for (String path : List.of("/outside", "/", "/path/123/param")) {
      assertThat(RawConnection.exchange(port, RawRequest.get(path)).comparable(port))
          .isEqualTo(RawConnection.exchange(plainPort, RawRequest.get(path)).comparable(plainPort));
    }
  }

  /** The default handler is asked about what another handler has answered, too. */
  private static void staysTheApplications(RunningApp app) throws IOException {
    RawRequest own =
        RawRequest.get(Lab.DENIED)
            .header("User-Agent", "test-user-agent/" + TraceIds.span())
            .header("X-Own", "yes");
    RawResponse response = app.send(own);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("its own");
    check(app, app.port(), "/after", 404, null);
    assertThat(app.now(ServerRun.serverSpanOf(own))).isEmpty();
  }

  /** A denial without a body leaves the connection fit for the next request. */
  private static void deniedHead(int port) throws IOException {
    List<RawRequest> requests =
        List.of(RawRequest.of("HEAD", Lab.DENIED), RawRequest.get("/path/123/param"));
    try (RawConnection connection = new RawConnection(port)) {
      connection.send(requests);
      assertThat(connection.receive(requests.get(0)).status()).isEqualTo(403);
      assertThat(connection.receive(requests.get(1)).body()).isEqualTo("123");
    }
  }

  private static RawResponse check(
      RunningApp app, int port, String target, int status, @Nullable String route) {
    RawRequest request =
        RawRequest.get(target).header("User-Agent", "test-user-agent/" + TraceIds.span());
    RawResponse response = RawConnection.exchange(port, request);
    assertThat(response.status()).isEqualTo(status);
    List<ReceivedSpan> spans = app.await(1, target, ServerRun.serverSpanOf(request));
    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).attributes())
        .containsEntry("url.path", target.replaceAll("\\?.*", ""))
        .containsEntry("http.response.status_code", Integer.toString(status))
        .containsEntry("url.scheme", "http")
        .containsEntry("server.address", "localhost")
        .containsEntry("network.protocol.version", "1.1")
        .containsEntry("network.peer.address", "127.0.0.1")
        .containsEntry("user_agent.original", request.headers().get(0).substring(12));
    assertThat(spans.get(0).attributes().get("http.route")).isEqualTo(route);
    return response;
  }
}
