package io.pillion.instrumentation.netty;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** HTTP servers and clients on Netty 4.1 and newer. */
public final class NettyHttpModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.netty.";

  /** Called by the service loader. */
  public NettyHttpModule() {
    super("netty-http", "netty");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(
        new PipelineInstrumentation(),
        new HandlerContextInstrumentation(),
        new Http2StreamInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "NettyHeaders",
        PACKAGE + "HttpMessages",
        PACKAGE + "Connection",
        PACKAGE + "NettyServerRequest",
        PACKAGE + "ServedRequest",
        PACKAGE + "ServedRequests",
        PACKAGE + "ServerHandler",
        PACKAGE + "NettyClientRequest",
        PACKAGE + "RequestHeaderSetter",
        PACKAGE + "SentRequest",
        PACKAGE + "SentRequests",
        PACKAGE + "ClientHandler",
        PACKAGE + "NettyHooks");
  }
}
