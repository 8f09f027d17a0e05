package io.pillion.instrumentation.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerHandlerTest {
  private final Application application = new Application();
  private FakeAgent agent = FakeAgent.installed();
  private EmbeddedChannel channel = new EmbeddedChannel();

  @BeforeEach
  void open() {
    agent = FakeAgent.installed();
    channel = new EmbeddedChannel();
    channel.pipeline().addLast("codec", new HttpServerCodec());
    NettyHooks.handlerAdded(channel.pipeline().context("codec"));
    channel.pipeline().addLast("application", application);
  }

  @AfterEach
  void close() {
    channel.finish();
    ByteBuf left = channel.readOutbound();
    while (left != null) {
      left.release();
      left = channel.readOutbound();
    }
  }

  @Test
  void exchangeEndsWhenTheLastContentIsWritten() {
    receive("GET /a/b?c=d HTTP/1.1\r\nHost: h\r\n\r\n");
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CREATED);
    head.headers().set("Content-Length", "1");

    channel.writeOutbound(head);
    channel.writeOutbound(new DefaultHttpContent(bytes("x")));
    assertThat(agent.served.get(0).hasEnded()).isFalse();
    channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);

    FakeAgent.FakeServerExchange exchange = agent.served.get(0);
    assertThat(exchange.method).isEqualTo("GET");
    assertThat(exchange.path).isEqualTo("/a/b");
    assertThat(exchange.query).isEqualTo("c=d");
    assertThat(exchange.version).isEqualTo("1.1");
    assertThat(exchange.status).isEqualTo(201);
    assertThat(exchange.error).isNull();
    assertThat(exchange.responseLength).isEqualTo("1");
  }

  @Test
  void applicationRunsInTheContextOfItsRequest() {
    receive("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");

    assertThat(application.contexts)
        .containsExactly(
            agent.served.get(0), agent.served.get(0), agent.served.get(1), agent.served.get(1));
    assertThat(agent.current).isNull();
  }

  @Test
  void pipelinedRequestsEndInTheirOrder() {
    receive("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n");

    respond(201);
    respond(202);

    assertThat(agent.served).extracting(e -> e.status).containsExactly(201, 202, -1);
  }

  @Test
  void keptConnectionServesOneExchangeAfterTheOther() {
    receive("GET /1 HTTP/1.1\r\n\r\n");
    respond(200);
    receive("GET /2 HTTP/1.1\r\n\r\n");
    respond(404);

    assertThat(agent.served).extracting(e -> e.status).containsExactly(200, 404);
  }

  @Test
  void responseToHeadEnds() {
    receive("HEAD /1 HTTP/1.1\r\n\r\n");
    respond(200);

    assertThat(agent.served.get(0).status).isEqualTo(200);
  }

  @Test
  void interimResponseIsNotTheResponse() {
    receive("POST /1 HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    respond(100);
    assertThat(agent.served.get(0).hasEnded()).isFalse();
    receive("xy");
    respond(200);

    assertThat(agent.served.get(0).status).isEqualTo(200);
  }

  @Test
  void absoluteTargetGivesItsPath() {
    receive("GET http://h:80/p?q HTTP/1.1\r\n\r\nGET http://h HTTP/1.1\r\n\r\n");

    assertThat(agent.served).extracting(e -> e.path).containsExactly("/p", "/");
    assertThat(agent.served).extracting(e -> e.query).containsExactly("q", null);
  }

  @Test
  void earlyCloseEndsWithAnError() {
    receive("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));

    channel.close();

    assertThat(agent.served).extracting(e -> e.status).containsExactly(200, 0);
    assertThat(agent.served)
        .allSatisfy(e -> assertThat(e.error).isInstanceOf(ClosedChannelException.class));
  }

  @Test
  void exceptionOfAHandlerIsTheErrorOfAFailedRequest() {
    IllegalStateException failure = new IllegalStateException("from a handler");
    receive("GET /1 HTTP/1.1\r\n\r\n");
    NettyHooks.exceptionCaught(channel.pipeline().context("application"), failure);
    respond(500);
    receive("GET /2 HTTP/1.1\r\n\r\n");
    NettyHooks.exceptionCaught(channel.pipeline().context("application"), failure);
    respond(404);

    assertThat(agent.served).extracting(e -> e.error).containsExactly(failure, null);
  }

  @Test
  void upgradeEndsTheExchangeAndTheHandlerStepsAside() {
    receive("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n");
    HttpResponse upgrade =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
    upgrade.headers().set("Upgrade", "websocket");

    channel.writeOutbound(upgrade);

    assertThat(agent.served.get(0).status).isEqualTo(101);
    assertThat(channel.pipeline().names()).doesNotContain(NettyHooks.SERVER_HANDLER);
    channel.close();
    assertThat(agent.served.get(0).error).isNull();
  }

  @Test
  void upgradeToHttp2LeavesTheRequestToItsStream() {
    receive("GET /h2c HTTP/1.1\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n");
    HttpResponse upgrade =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
    upgrade.headers().set("Upgrade", "h2c");

    channel.writeOutbound(upgrade);
    channel.close();

    assertThat(agent.served.get(0).hasEnded()).isFalse();
  }

  @Test
  void refusedRequestIsAnsweredAndNeverSeen() {
    receive("POST /deny HTTP/1.1\r\nContent-Length: 3\r\n\r\nab");

    assertThat(sent())
        .startsWith("HTTP/1.1 403 Forbidden\r\n")
        .contains("content-type: text/plain; charset=utf-8")
        .contains("content-length: 7")
        .doesNotContain("connection")
        .endsWith("\r\n\r\nrefused");
    receive("cGET /next HTTP/1.1\r\n\r\n");
    respond(200);

    assertThat(application.paths).containsExactly("/next");
    assertThat(application.contents).isEqualTo(1);
    assertThat(agent.served).extracting(e -> e.status).containsExactly(403, 200);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void refusalOfHeadHasNoBody() {
    receive("HEAD /deny HTTP/1.1\r\n\r\n");

    assertThat(sent()).contains("content-length: 7").endsWith("\r\n\r\n");
  }

  @Test
  void refusalWaitsForEarlierResponses() {
    receive("GET /1 HTTP/1.1\r\n\r\nGET /deny HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n");
    assertThat(sent()).isEmpty();

    respond(201);
    respond(202);

    String all = sent();
    assertThat(all.indexOf("201")).isLessThan(all.indexOf("403"));
    assertThat(all.indexOf("403")).isLessThan(all.indexOf("202"));
    assertThat(application.paths).containsExactly("/1", "/3");
    assertThat(agent.served).extracting(e -> e.status).containsExactly(201, 403, 202);
  }

  @Test
  void refusalClosesWhereTheClientDoes() {
    receive("GET /deny HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertThat(sent()).contains("connection: close");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void refusalClosesWhereTheBodyMayOrMayNotCome() {
    receive("POST /deny HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");

    assertThat(sent()).startsWith("HTTP/1.1 403").contains("connection: close");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void refusedRequestIsReadOnThoughTheApplicationReadsByHand() {
    Reads reads = new Reads();
    channel.pipeline().addFirst(reads);
    channel.config().setAutoRead(false);
    int before = reads.count;

    receive("GET /deny HTTP/1.1\r\n\r\n");

    assertThat(reads.count).isEqualTo(before + 1);
  }

  @Test
  void newCodecGetsOurHandlerBehindIt() {
    channel.pipeline().remove("codec");
    channel.pipeline().addLast("again", new HttpServerCodec());
    NettyHooks.handlerAdded(channel.pipeline().context("again"));

    assertThat(channel.pipeline().names())
        .filteredOn(name -> !name.contains("Tail"))
        .containsExactly("application", "again", NettyHooks.SERVER_HANDLER);
  }

  @Test
  void separateDecoderAndEncoderGetOneHandlerBehindBoth() {
    EmbeddedChannel other = new EmbeddedChannel();
    other.pipeline().addLast("encoder", new HttpResponseEncoder());
    NettyHooks.handlerAdded(other.pipeline().context("encoder"));
    other.pipeline().addLast("decoder", new HttpRequestDecoder());
    NettyHooks.handlerAdded(other.pipeline().context("decoder"));

    assertThat(other.pipeline().names())
        .startsWith("encoder", "decoder", NettyHooks.SERVER_HANDLER);
    other.finish();
  }

  private void receive(String text) {
    channel.writeInbound(bytes(text));
  }

  private void respond(int status) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    if (status >= 200) {
      response.headers().set("Content-Length", "0");
    }
    channel.pipeline().context("application").writeAndFlush(response);
  }

  private String sent() {
    StringBuilder text = new StringBuilder();
    ByteBuf part = channel.readOutbound();
    while (part != null) {
      text.append(part.toString(StandardCharsets.US_ASCII));
      part.release();
      part = channel.readOutbound();
    }
    return text.toString();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  /** Notes what it sees, answers nothing. */
  private final class Application extends ChannelDuplexHandler {
    final List<@Nullable Object> contexts = new ArrayList<>();
    final List<String> paths = new ArrayList<>();
    int contents;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      contexts.add(agent.current);
      if (message instanceof HttpRequest request) {
        paths.add(request.uri());
      } else {
        contents++;
      }
      ReferenceCountUtil.release(message);
    }
  }

  private static final class Reads extends ChannelDuplexHandler {
    int count;

    @Override
    public void read(ChannelHandlerContext ctx) {
      count++;
      ctx.read();
    }
  }
}
