package io.pillion.instrumentation.testing;

import static io.pillion.instrumentation.testing.ClientTrait.ANY_METHOD;
import static io.pillion.instrumentation.testing.ClientTrait.CALLBACK;
import static io.pillion.instrumentation.testing.ClientTrait.CALLBACK_IN_PARENT;
import static io.pillion.instrumentation.testing.ClientTrait.CONNECTS_FIRST;
import static io.pillion.instrumentation.testing.ClientTrait.ENDS_WITH_BODY;
import static io.pillion.instrumentation.testing.ClientTrait.REDIRECTS;
import static io.pillion.instrumentation.testing.ClientTrait.REUSE;

import java.util.Set;

/** Every client, and version of it, that the scenarios run on. */
enum ClientUnderTest {
  JAVA_HTTP_CLIENT(
      AppSource.of("JavaHttpClientApp", "java-http-client").and("client"),
      CALLBACK,
      REDIRECTS,
      ANY_METHOD,
      REUSE),
  HTTP_URL_CONNECTION(
      AppSource.of("HttpUrlConnectionApp", "http-url-connection").and("client"), REDIRECTS),
  OKHTTP_3_0(okHttp("okhttp-3.0"), CALLBACK, CALLBACK_IN_PARENT, REDIRECTS, ANY_METHOD, REUSE),
  OKHTTP_3_4(okHttp("okhttp-3.4"), CALLBACK, CALLBACK_IN_PARENT, REDIRECTS, ANY_METHOD, REUSE),
  OKHTTP_4_12(okHttp("okhttp-4.12"), CALLBACK, CALLBACK_IN_PARENT, REDIRECTS, ANY_METHOD, REUSE),
  OKHTTP_5_3(okHttp("okhttp-5.3"), CALLBACK, CALLBACK_IN_PARENT, REDIRECTS, ANY_METHOD, REUSE),
  APACHE_HTTPCLIENT_4_3(apache("4", "apache-httpclient-4.3"), REDIRECTS, ANY_METHOD, REUSE),
  APACHE_HTTPCLIENT_4_5(apache("4", "apache-httpclient-4.5"), REDIRECTS, ANY_METHOD, REUSE),
  APACHE_HTTPASYNCCLIENT_4_1_0(
      apacheAsync("apache-httpasyncclient-4.1.0"),
      CALLBACK,
      CALLBACK_IN_PARENT,
      REDIRECTS,
      ANY_METHOD,
      REUSE),
  APACHE_HTTPASYNCCLIENT_4_1_5(
      apacheAsync("apache-httpasyncclient-4.1.5"),
      CALLBACK,
      CALLBACK_IN_PARENT,
      REDIRECTS,
      ANY_METHOD,
      REUSE),
  APACHE_HTTPCLIENT_5_0(
      apache("5", "apache-httpclient-5.0"),
      CALLBACK,
      CALLBACK_IN_PARENT,
      REDIRECTS,
      ANY_METHOD,
      REUSE),
  APACHE_HTTPCLIENT_5_5(
      apache("5", "apache-httpclient-5.5"),
      CALLBACK,
      CALLBACK_IN_PARENT,
      REDIRECTS,
      ANY_METHOD,
      REUSE),
  JETTY_9_4(
      jetty("jetty-client-9.4").jetty9(),
      CALLBACK,
      CALLBACK_IN_PARENT,
      REDIRECTS,
      ANY_METHOD,
      ENDS_WITH_BODY),
  JETTY_12_1(
      jetty("jetty-client-12.1"),
      CALLBACK,
      CALLBACK_IN_PARENT,
      REDIRECTS,
      ANY_METHOD,
      ENDS_WITH_BODY),
  NETTY_4_1(
      AppSource.of("NettyClientApp", "netty-client").and("client").with("netty-4.1"),
      CALLBACK,
      CALLBACK_IN_PARENT,
      ANY_METHOD,
      REUSE,
      ENDS_WITH_BODY,
      CONNECTS_FIRST),
  NETTY_4_2(
      AppSource.of("NettyClientApp", "netty-client").and("client").with("netty-4.2"),
      CALLBACK,
      CALLBACK_IN_PARENT,
      ANY_METHOD,
      REUSE,
      ENDS_WITH_BODY,
      CONNECTS_FIRST),
  VERTX_4_0(
      AppSource.of("VertxClientApp", "vertx-client").and("client").with("vertx-4.0"),
      CALLBACK,
      CALLBACK_IN_PARENT,
      ANY_METHOD,
      ENDS_WITH_BODY,
      CONNECTS_FIRST),
  VERTX_5_0(
      AppSource.of("VertxClientApp", "vertx-client").and("client").with("vertx-5.0"),
      CALLBACK,
      CALLBACK_IN_PARENT,
      ANY_METHOD,
      ENDS_WITH_BODY,
      CONNECTS_FIRST),
  WEBCLIENT_5_3(
      AppSource.of("WebClientApp", "webclient").and("client").with("webflux-5.3"),
      CALLBACK,
      CALLBACK_IN_PARENT,
      REUSE,
      ENDS_WITH_BODY,
      CONNECTS_FIRST),
  WEBCLIENT_7_0(
      AppSource.of("WebClientApp", "webclient").and("client").with("webflux-7.0"),
      CALLBACK,
      CALLBACK_IN_PARENT,
      ANY_METHOD,
      REUSE,
      ENDS_WITH_BODY,
      CONNECTS_FIRST);

  private final AppSource app;
  private final Set<ClientTrait> traits;

  ClientUnderTest(AppSource app, ClientTrait... traits) {
    this.app = app;
    this.traits = Set.of(traits);
  }

  private static AppSource okHttp(String libraries) {
    return AppSource.of("OkHttpApp", "okhttp").and("client").with(libraries);
  }

  private static AppSource apache(String major, String libraries) {
    return AppSource.of("ApacheHttpClient" + major + "App", "apache-httpclient-" + major)
        .and("client")
        .with(libraries);
  }

  private static AppSource apacheAsync(String libraries) {
    return AppSource.of("ApacheHttpAsyncClient4App", "apache-httpasyncclient-4")
        .and("client")
        .with(libraries);
  }

  private static AppSource jetty(String libraries) {
    return AppSource.of("JettyClientApp", "jetty-client").and("client").with(libraries);
  }

  AppSource app() {
    return app;
  }

  boolean can(ClientTrait trait) {
    return traits.contains(trait);
  }
}
