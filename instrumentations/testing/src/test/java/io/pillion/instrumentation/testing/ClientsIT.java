package io.pillion.instrumentation.testing;

import examples.pillion.demo.Jdk;
import examples.pillion.demo.Jdks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every client: what is exported, and what is sent. */
@ExtendWith(LabExtension.class)
@Timeout(600)
class ClientsIT {

  @TestFactory
  List<DynamicNode> clients(Lab lab) throws IOException {
    List<DynamicNode> nodes = new ArrayList<>();
    for (ClientUnderTest client : ClientUnderTest.values()) {
      for (Jdk jdk : Selection.jdks(client, Jdks.all())) {
        nodes.add(DynamicContainer.dynamicContainer(client + " on " + jdk, on(lab, client, jdk)));
      }
    }
    return nodes;
  }

  private static Stream<DynamicTest> on(Lab lab, ClientUnderTest client, Jdk jdk) {
    LateRun<ClientRun> late =
        new LateRun<>(
            () -> new ClientRun(client, lab.start(client.app(), jdk, AgentUnderTest.PILLION)));
    return ClientScenarios.of(client).stream()
        .map(s -> DynamicTest.dynamicTest(s.name(), () -> s.body().run(late.get())))
        .onClose(late::close);
  }
}
