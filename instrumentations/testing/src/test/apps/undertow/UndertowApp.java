package apps;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletInfo;
import java.net.InetSocketAddress;

/** Embedded Undertow, any version. */
public final class UndertowApp {
  private UndertowApp() {}

  public static void main(String[] arguments) throws Exception {
    ServletInfo servlet = Servlets.servlet("answer", AnswerServlet.class);
    for (String mapping : AnswerServlet.MAPPINGS) {
      servlet.addMapping(mapping);
    }
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(UndertowApp.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("answer")
            .addServlets(servlet);
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
    manager.deploy();
    Undertow server =
        Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(manager.start()).build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    System.out.println("port " + address.getPort());
  }
}
