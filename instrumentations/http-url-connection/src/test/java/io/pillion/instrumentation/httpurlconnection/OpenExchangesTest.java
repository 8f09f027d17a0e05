package io.pillion.instrumentation.httpurlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OpenExchangesTest {
  private final OpenExchanges open = new OpenExchanges(2);

  @Test
  void findsAnExchangeByTheIdentityOfItsConnection() {
    Object connection = new EqualToAll();
    OpenExchange exchange = exchange();
    open.put(connection, exchange);

    assertThat(open.get(connection)).isSameAs(exchange);
    assertThat(open.get(new EqualToAll())).isNull();
  }

  @Test
  void forgetsWhatIsRemoved() {
    Object connection = new Object();
    open.put(connection, exchange());

    open.remove(connection);

    assertThat(open.get(connection)).isNull();
  }

  @Test
  @Timeout(30)
  void hasRoomAgainOnceConnectionsAreGone() {
    Object kept = new Object();
    open.put(kept, exchange());
    open.put(new Object(), exchange());
    assertThat(open.get(kept)).isNotNull();

    while (open.isFull()) {
      System.gc();
    }

    assertThat(open.get(kept)).isNotNull();
  }

  private static OpenExchange exchange() {
    return new OpenExchange(new FakeExchange());
  }

  private static final class EqualToAll {
    @Override
    public boolean equals(Object other) {
      return true;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  private static final class FakeExchange implements HttpClientExchange {
    @Override
    public void injectHeaders(HeaderSetter setter) {
      setter.set("traceparent", "some");
    }

    @Override
    public void responseHeaders(HttpHeaders headers) {}

    @Override
    public void end(int statusCode, String protocolVersion, Throwable error) {}
  }
}
