package io.pillion.agent.app;

import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.FilterInfo;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import java.net.InetSocketAddress;

/** The servlets on Undertow. */
public final class UndertowApp {

  private UndertowApp() {}

  /**
   * Serves and calls itself.
   *
   * @param arguments {@code record} if the agent is present
   */
  public static void main(String[] arguments) throws Exception {
    Recorder recorder = arguments.length > 0 ? Recorder.install() : null;
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(UndertowApp.class.getClassLoader())
            .setContextPath(ServletApp.CONTEXT)
            .setDeploymentName("app");
    ServletInfo servlet =
        Servlets.servlet(
                "app",
                ServletApp.Servlet.class,
                new ImmediateInstanceFactory<>(new ServletApp.Servlet()))
            .setAsyncSupported(true);
    Mappings.SYNCHRONOUS.forEach(servlet::addMapping);
    ServletInfo async =
        Servlets.servlet(
                "async",
                ServletApp.AsyncServlet.class,
                new ImmediateInstanceFactory<>(new ServletApp.AsyncServlet()))
            .setAsyncSupported(true);
    Mappings.ASYNCHRONOUS.forEach(async::addMapping);
    FilterInfo filter =
        Servlets.filter(
                "marking",
                ServletApp.MarkingFilter.class,
                new ImmediateInstanceFactory<>(new ServletApp.MarkingFilter()))
            .setAsyncSupported(true);
    deployment.addServlets(servlet, async).addFilter(filter);
    for (DispatcherType type : ServletApp.FILTERED) {
      deployment.addFilterUrlMapping("marking", "/*", type);
    }
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
    manager.deploy();
    PathHandler root = new PathHandler();
    root.addPrefixPath(ServletApp.CONTEXT, manager.start());
    Undertow server = Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(root).build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    ServletApp.callAll(address.getPort());
    server.stop();
    if (recorder != null) {
      recorder.print();
    }
  }
}
