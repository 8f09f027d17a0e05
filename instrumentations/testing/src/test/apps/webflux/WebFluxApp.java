package apps;

import java.net.InetSocketAddress;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.function.server.support.HandlerFunctionAdapter;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.function.server.support.ServerResponseResultHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Spring WebFlux with functional routes on Reactor Netty; answers are made on a scheduler. */
public final class WebFluxApp {
  private WebFluxApp() {}

  public static void main(String[] arguments) {
    GenericApplicationContext context = new GenericApplicationContext();
    context.registerBean(RouterFunctionMapping.class, WebFluxApp::mapping);
    context.registerBean(HandlerFunctionAdapter.class, HandlerFunctionAdapter::new);
    context.registerBean(ServerResponseResultHandler.class, WebFluxApp::results);
    context.registerBean("webHandler", DispatcherHandler.class, () -> new DispatcherHandler());
    context.refresh();
    HttpHandler handler = WebHttpHandlerBuilder.applicationContext(context).build();
    DisposableServer server =
        HttpServer.create()
            .host("localhost")
            .port(0)
            .handle(new ReactorHttpHandlerAdapter(handler))
            .bindNow();
    System.out.println("port " + ((InetSocketAddress) server.address()).getPort());
    server.onDispose().block();
  }

  private static RouterFunctionMapping mapping() {
    RouterFunctionMapping mapping = new RouterFunctionMapping(routes());
    mapping.setMessageReaders(HandlerStrategies.withDefaults().messageReaders());
    return mapping;
  }

  private static ServerResponseResultHandler results() {
    ServerResponseResultHandler results = new ServerResponseResultHandler();
    results.setMessageWriters(HandlerStrategies.withDefaults().messageWriters());
    return results;
  }

  private static RouterFunction<ServerResponse> routes() {
    RouterFunctions.Builder routes = RouterFunctions.route();
    for (String path :
        new String[] {
          "/success",
          "/redirect",
          "/error-status",
          "/exception",
          "/captureHeaders",
          "/query",
          "/path/{id}/param",
          "/child",
          "/child-from-request-body",
          "/denied"
        }) {
      routes.route(RequestPredicates.path(path), WebFluxApp::handle);
    }
    return routes.build();
  }

  private static Mono<ServerResponse> handle(ServerRequest request) {
    return request
        .bodyToMono(String.class)
        .defaultIfEmpty("")
        .flatMap(
            body ->
                Mono.fromCallable(() -> Answer.to(new FluxRequest(request, body)))
                    .subscribeOn(Schedulers.boundedElastic()))
        .flatMap(WebFluxApp::response);
  }

  private static Mono<ServerResponse> response(Answer answer) {
    ServerResponse.BodyBuilder builder = ServerResponse.status(answer.status);
    answer.headers.forEach(builder::header);
    return builder.bodyValue(answer.body);
  }

  private static final class FluxRequest implements Answer.Request {
    private final ServerRequest request;
    private final String body;

    private FluxRequest(ServerRequest request, String body) {
      this.request = request;
      this.body = body;
    }

    @Override
    public String path() {
      return request.uri().getPath();
    }

    @Override
    public String query() {
      return request.uri().getQuery();
    }

    @Override
    public String header(String name) {
      return request.headers().asHttpHeaders().getFirst(name);
    }

    @Override
    public String body() {
      return body;
    }
  }
}
