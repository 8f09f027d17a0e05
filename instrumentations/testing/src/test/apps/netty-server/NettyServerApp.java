package apps;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A server on Netty itself, as its own examples are built. */
public final class NettyServerApp {
  private NettyServerApp() {}

  @SuppressWarnings("deprecation")
  public static void main(String[] arguments) throws Exception {
    Channel server =
        new ServerBootstrap()
            .group(new NioEventLoopGroup(1), new NioEventLoopGroup(8))
            .channel(NioServerSocketChannel.class)
            .childHandler(new Pipeline())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    System.out.println("port " + ((InetSocketAddress) server.localAddress()).getPort());
  }

  private static final class Pipeline extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(1 << 20))
          .addLast(new Handler());
    }
  }

  private static final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
        throws Exception {
      Answer answer = Answer.to(new NettyRequest(request));
      byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
      boolean head = request.method().name().equals("HEAD");
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(answer.status),
              head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
      answer.headers.forEach(response.headers()::set);
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
      boolean keepAlive = HttpUtil.isKeepAlive(request);
      HttpUtil.setKeepAlive(response, keepAlive);
      ChannelFuture write = context.writeAndFlush(response);
      if (!keepAlive) {
        write.addListener(ChannelFutureListener.CLOSE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.INTERNAL_SERVER_ERROR);
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
      HttpUtil.setKeepAlive(response, false);
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private static final class NettyRequest implements Answer.Request {
    private final FullHttpRequest request;
    private final QueryStringDecoder target;

    private NettyRequest(FullHttpRequest request) {
      this.request = request;
      this.target = new QueryStringDecoder(request.uri());
    }

    @Override
    public String path() {
      return target.path();
    }

    @Override
    public String query() {
      int mark = request.uri().indexOf('?');
      return mark < 0
          ? null
          : QueryStringDecoder.decodeComponent(request.uri().substring(mark + 1));
    }

    @Override
    public String header(String name) {
      return request.headers().get(name);
    }

    @Override
    public String body() {
      return request.content().toString(StandardCharsets.UTF_8);
    }
  }
}
