package io.pillion.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.policy.PolicySnapshot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The rival of the check over shared memory: the same evaluator behind the least that a decision
 * over HTTP can cost. The request's properties come in headers, the answer goes out as a status and
 * two headers, without a body.
 */
final class HttpDecisionServer {
  static final String METHOD = "x-method";
  static final String PATH = "x-path";
  static final String RESOLVED_PATH = "x-resolved-path";
  static final String CHECKED_HOST = "x-host";
  static final String PORT = "x-port";
  static final String SOURCE = "x-source";
  static final String REASON = "x-reason";
  static final String REVISION = "x-revision";

  /** Begins the line that tells the port. */
  static final String LISTENING = "listening=";

  private HttpDecisionServer() {}

  /** Serves until it is killed; the argument is the file with the encoded policies. */
  public static void main(String[] arguments) throws Exception {
    PolicySnapshot policy = LiveSidecar.decode(Files.readAllBytes(Path.of(arguments[0])));
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Channel channel =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    connection.pipeline().addLast(new HttpServerCodec(), new Decide(policy));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    System.out.println(LISTENING + ((InetSocketAddress) channel.localAddress()).getPort());
    channel.closeFuture().sync();
  }

  private static final class Decide extends SimpleChannelInboundHandler<HttpObject> {
    private final PolicySnapshot policy;

    Decide(PolicySnapshot policy) {
      this.policy = policy;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpRequest request) {
        ChannelFuture unused =
            context.writeAndFlush(answer(policy.evaluate(check(request.headers()))));
      }
    }

    private static CheckRequest check(HttpHeaders headers) {
      return new CheckRequest.Of(
          headers.get(METHOD, ""),
          headers.get(CHECKED_HOST),
          headers.getInt(PORT, 0),
          headers.get(PATH, ""),
          headers.get(RESOLVED_PATH),
          headers.get(SOURCE));
    }

    private static DefaultFullHttpResponse answer(Decision decision) {
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              decision.allowed() ? HttpResponseStatus.OK : HttpResponseStatus.FORBIDDEN,
              Unpooled.EMPTY_BUFFER);
      response
          .headers()
          .setInt("content-length", 0)
          .setInt(REASON, decision.reason().code())
          .set(REVISION, Long.toString(decision.revision()));
      return response;
    }
  }
}
