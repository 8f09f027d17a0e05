package io.pillion.instrumentation.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientHandlerTest {
  private Application application = new Application();
  private FakeAgent agent = FakeAgent.installed();
  private EmbeddedChannel channel = new EmbeddedChannel();

  @BeforeEach
  void open() {
    agent = FakeAgent.installed();
    open(null);
  }

  private void open(@Nullable Object opener) {
    channel = new EmbeddedChannel();
    application = new Application();
    agent.current = opener;
    channel.pipeline().addLast("codec", new HttpClientCodec());
    NettyHooks.handlerAdded(channel.pipeline().context("codec"));
    agent.current = null;
    channel.pipeline().addLast("application", application);
  }

  @AfterEach
  void close() {
    channel.finish();
  }

  @Test
  void requestCarriesTheContextAndEndsWithItsResponse() {
    send("/a?b=c");

    assertThat(written()).contains("traceparent: of http://host:81/a?b=c").doesNotContain("old");
    receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nx");
    assertThat(agent.sent.get(0).hasEnded()).isFalse();
    receive("y");

    FakeAgent.FakeClientExchange exchange = agent.sent.get(0);
    assertThat(exchange.url).isEqualTo("http://host:81/a?b=c");
    assertThat(exchange.host).isEqualTo("host");
    assertThat(exchange.port).isEqualTo(81);
    assertThat(exchange.status).isEqualTo(200);
    assertThat(exchange.version).isEqualTo("1.1");
    assertThat(exchange.error).isNull();
  }

  @Test
  void responseIsHandledInTheContextOfTheSender() {
    Object sender = new Object();
    agent.current = sender;
    send("/");
    agent.current = null;

    receive("HTTP/1.1 204 No Content\r\n\r\n");

    assertThat(agent.sent.get(0).parent).isSameAs(sender);
    assertThat(application.contexts).containsOnly(sender);
    assertThat(agent.current).isNull();
  }

  @Test
  void firstRequestBelongsToWhatTheChannelWasOpenedFor() {
    Object opener = new Object();
    open(opener);

    send("/1");
    receive("HTTP/1.1 204 No Content\r\n\r\n");
    send("/2");

    assertThat(agent.sent).extracting(e -> e.parent).containsExactly(opener, null);
  }

  @Test
  void interimResponseIsNotTheResponse() {
    send("/");
    receive("HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(agent.sent.get(0).hasEnded()).isFalse();
    receive("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

    assertThat(agent.sent.get(0).status).isEqualTo(404);
  }

  @Test
  void pipelinedResponsesEndTheirRequests() {
    send("/1");
    send("/2");
    receive(
        "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
            + "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");

    assertThat(agent.sent).extracting(e -> e.status).containsExactly(201, 202);
  }

  @Test
  void responseThatEndsWithTheConnectionIsComplete() {
    send("/");
    receive("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nbody");

    channel.close();

    assertThat(agent.sent.get(0).status).isEqualTo(200);
    assertThat(agent.sent.get(0).error).isNull();
  }

  @Test
  void closeWithoutResponseIsAnError() {
    send("/");

    channel.close();

    assertThat(agent.sent.get(0).status).isZero();
    assertThat(agent.sent.get(0).error).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void exceptionBeforeTheCloseIsTheError() {
    IOException reset = new IOException("reset");
    send("/");
    NettyHooks.exceptionCaught(channel.pipeline().context("application"), reset);

    channel.close();

    assertThat(agent.sent.get(0).error).isSameAs(reset);
  }

  @Test
  void requestThatCannotBeWrittenIsAnError() {
    IOException broken = new IOException("broken pipe");
    channel.pipeline().addFirst(new Broken(broken));

    ChannelFuture write = send("/");

    assertThat(write.cause()).isSameAs(broken);
    assertThat(agent.sent.get(0).error).isSameAs(broken);
  }

  @Test
  void upgradeEndsTheExchangeAndTheHandlerStepsAside() {
    send("/ws");
    receive("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");

    assertThat(agent.sent.get(0).status).isEqualTo(101);
    assertThat(channel.pipeline().names()).doesNotContain(NettyHooks.CLIENT_HANDLER);
  }

  private ChannelFuture send(String target) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
    request.headers().set("Host", "host:81");
    request.headers().set("traceparent", "old");
    request.headers().set("tracestate", "old");
    return channel.pipeline().context("application").writeAndFlush(request);
  }

  private void receive(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private String written() {
    StringBuilder text = new StringBuilder();
    ByteBuf part = channel.readOutbound();
    while (part != null) {
      text.append(part.toString(StandardCharsets.US_ASCII));
      part.release();
      part = channel.readOutbound();
    }
    return text.toString();
  }

  private final class Application extends ChannelInboundHandlerAdapter {
    final List<@Nullable Object> contexts = new ArrayList<>();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      contexts.add(agent.current);
      ReferenceCountUtil.release(message);
    }
  }

  private static final class Broken extends ChannelOutboundHandlerAdapter {
    private final IOException failure;

    Broken(IOException failure) {
      this.failure = failure;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      ReferenceCountUtil.release(message);
      promise.setFailure(failure);
    }
  }
}
