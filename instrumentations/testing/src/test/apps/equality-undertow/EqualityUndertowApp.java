package apps;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import java.net.InetSocketAddress;

/** Embedded Undertow that shows much of what a servlet can do. */
public final class EqualityUndertowApp {
  private EqualityUndertowApp() {}

  public static void main(String[] arguments) throws Exception {
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(EqualityUndertowApp.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("equality")
            .addServlets(
                Servlets.servlet("equality", EqualityServlet.class)
                    .setAsyncSupported(true)
                    .addMapping("/*"));
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
    manager.deploy();
    Undertow server =
        Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(manager.start()).build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    System.out.println("port " + address.getPort());
  }
}
