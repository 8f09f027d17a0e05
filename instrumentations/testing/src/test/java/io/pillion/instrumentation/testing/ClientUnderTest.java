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

  AppSource app() {
    return app;
  }

  boolean can(ClientTrait trait) {
    return traits.contains(trait);
  }
}
