package io.pillion.agent.app;

import com.sun.net.httpserver.HttpServer;
import com.sun.tools.attach.VirtualMachine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;

/** An application whose HTTP classes are loaded before the agent is attached to it. */
public final class AttachApp {

  private AttachApp() {}

  /**
   * Attaches the agent to itself.
   *
   * @param arguments the path of the agent jar
   */
  public static void main(String[] arguments) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    System.out.println("behaviour client " + HttpClient.newHttpClient().version());
    TestClient client = new TestClient(server.getAddress().getPort());
    client.call("GET", "/before");

    VirtualMachine self = VirtualMachine.attach(Long.toString(ProcessHandle.current().pid()));
    self.loadAgent(arguments[0], "log.level=error");
    self.detach();
    awaitStart();
    Recorder recorder = Recorder.install();
    client.call("GET", "/after");
    server.stop(0);
    recorder.print();
  }

  private static void awaitStart() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("pillion-start")) {
        thread.join(30_000);
      }
    }
  }
}
