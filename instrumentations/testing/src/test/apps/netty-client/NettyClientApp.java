package apps;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A client on Netty itself: a connection for each request. */
public final class NettyClientApp implements Client {
  private static final int LIMIT_SECONDS = 2;

  @SuppressWarnings("deprecation")
  private final EventLoopGroup group = new NioEventLoopGroup(2);

  public static void main(String[] arguments) throws IOException {
    ClientDriver.run(new NettyClientApp());
  }

  @Override
  public Response send(Call call, int times) throws Exception {
    FullHttpRequest request = request(call);
    Response response = null;
    for (int i = 0; i < times; i++) {
      CompletableFuture<Response> answer = new CompletableFuture<>();
      Channel channel = connect(call, answer).sync().channel();
      channel.writeAndFlush(request.retain());
      response = answer.get(30, TimeUnit.SECONDS);
    }
    return response;
  }

  @Override
  public void sendAsync(Call call, BiConsumer<Response, Throwable> callback) {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    answer.whenComplete(callback);
    ChannelFuture connect = connect(call, answer);
    connect.addListener(
        done -> {
          if (done.isSuccess()) {
            connect.channel().writeAndFlush(request(call));
          } else {
            answer.completeExceptionally(done.cause());
          }
        });
  }

  private ChannelFuture connect(Call call, CompletableFuture<Response> answer) {
    return new Bootstrap()
        .group(group)
        .channel(NioSocketChannel.class)
        .handler(new Pipeline(answer))
        .connect(call.uri.getHost(), call.uri.getPort());
  }

  private static FullHttpRequest request(Call call) {
    byte[] body = call.body == null ? new byte[0] : call.body.getBytes(StandardCharsets.UTF_8);
    String target = call.uri.getRawPath();
    if (call.uri.getRawQuery() != null) {
      target += '?' + call.uri.getRawQuery();
    }
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.valueOf(call.method),
            target,
            Unpooled.wrappedBuffer(body));
    request.headers().set(HttpHeaderNames.HOST, call.uri.getAuthority());
    request.headers().set(HttpHeaderNames.CONNECTION, "close");
    if (body.length > 0) {
      request.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    call.headers.forEach(request.headers()::set);
    return request;
  }

  private static final class Pipeline extends ChannelInitializer<Channel> {
    private final CompletableFuture<Response> answer;

    private Pipeline(CompletableFuture<Response> answer) {
      this.answer = answer;
    }

    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(new HttpClientCodec())
          .addLast(new ReadTimeoutHandler(LIMIT_SECONDS))
          .addLast(new HttpObjectAggregator(1 << 20))
          .addLast(new Handler(answer));
    }
  }

  private static final class Handler extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final CompletableFuture<Response> answer;

    private Handler(CompletableFuture<Response> answer) {
      this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      answer.complete(
          new Response(
              response.status().code(), response.content().toString(StandardCharsets.UTF_8)));
      context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      answer.completeExceptionally(cause);
      context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      answer.completeExceptionally(new ClosedChannelException());
    }
  }
}
