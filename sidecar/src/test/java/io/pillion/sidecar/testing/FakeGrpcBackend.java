package io.pillion.sidecar.testing;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.SslHandler;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** An OTLP/gRPC back end on loopback that answers as the test says, then with success. */
public final class FakeGrpcBackend implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listener;
  private final String scheme;
  private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
  private volatile int mostSpans = Integer.MAX_VALUE;
  public final List<Received> received = new CopyOnWriteArrayList<>();
  public final AtomicInteger connections = new AtomicInteger();

  /** What to do with a call. */
  public interface Reply {
    void to(ChannelHandlerContext stream);
  }

  /** What came. */
  public record Received(
      Http2Headers headers, boolean compressed, ExportTraceServiceRequest request, long nanos) {
    public int spans() {
      return request.getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .mapToInt(scope -> scope.getSpansCount())
          .sum();
    }

    public String header(String name) {
      return String.valueOf(headers.get(name));
    }
  }

  public FakeGrpcBackend() {
    this(null);
  }

  /** By TLS; offers these protocols by ALPN. */
  public FakeGrpcBackend(SSLContext tls, String... protocols) {
    scheme = tls == null ? "http" : "https";
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.incrementAndGet();
                    if (tls != null) {
                      SSLEngine engine = tls.createSSLEngine();
                      engine.setUseClientMode(false);
                      SSLParameters parameters = engine.getSSLParameters();
                      parameters.setApplicationProtocols(protocols);
                      engine.setSSLParameters(parameters);
                      channel.pipeline().addLast(new SslHandler(engine));
                    }
                    channel
                        .pipeline()
                        .addLast(Http2FrameCodecBuilder.forServer().build())
                        .addLast(new Http2MultiplexHandler(new Streams()));
                  }
                })
            .bind(new InetSocketAddress("127.0.0.1", 0))
            .syncUninterruptibly()
            .channel();
  }

  public URI address() {
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  public FakeGrpcBackend then(Reply reply) {
    script.add(reply);
    return this;
  }

  /** Refuses larger requests as too large, whatever the script says. */
  public FakeGrpcBackend takesAtMost(int spans) {
    mostSpans = spans;
    return this;
  }

  /** A message, then success. */
  public static Reply success(byte[] message) {
    return stream -> {
      Http2Headers head = new DefaultHttp2Headers().status("200");
      stream.write(new DefaultHttp2HeadersFrame(head.set("content-type", "application/grpc")));
      ByteBuf data = Unpooled.buffer().writeByte(0).writeInt(message.length).writeBytes(message);
      stream.write(new DefaultHttp2DataFrame(data));
      Http2Headers trailers = new DefaultHttp2Headers().set("grpc-status", "0");
      stream.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
    };
  }

  /** A failure, in trailers alone. */
  public static Reply failure(int status, String percentEncodedMessage, byte[] details) {
    return stream -> {
      Http2Headers trailers =
          new DefaultHttp2Headers()
              .status("200")
              .set("content-type", "application/grpc")
              .set("grpc-status", String.valueOf(status))
              .set("grpc-message", percentEncodedMessage);
      if (details != null) {
        trailers.set(
            "grpc-status-details-bin",
            Base64.getEncoder().withoutPadding().encodeToString(details));
      }
      stream.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
    };
  }

  public static Reply failure(int status) {
    return failure(status, "status%20" + status, null);
  }

  /** What a proxy answers that knows nothing of gRPC. */
  public static Reply http(int status) {
    return stream -> {
      Http2Headers head = new DefaultHttp2Headers().status(String.valueOf(status));
      stream.write(new DefaultHttp2HeadersFrame(head.set("content-type", "text/html")));
      ByteBuf page = Unpooled.copiedBuffer("<html>", StandardCharsets.US_ASCII);
      stream.writeAndFlush(new DefaultHttp2DataFrame(page, true));
    };
  }

  public static Reply reset(Http2Error error) {
    return stream -> stream.writeAndFlush(new DefaultHttp2ResetFrame(error));
  }

  /** No answer at all. */
  public static Reply silence() {
    return stream -> {};
  }

  /** Success, and the word that the connection takes no further calls. */
  public static Reply farewell() {
    return stream -> {
      success(NOTHING).to(stream);
      stream.channel().parent().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
    };
  }

  /** The connection ends without a word. */
  public static Reply hangUp() {
    return stream -> stream.channel().parent().unsafe().closeForcibly();
  }

  private final class Streams extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel stream) {
      stream.pipeline().addLast(new Stream());
    }
  }

  private final class Stream extends SimpleChannelInboundHandler<Http2StreamFrame> {
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private Http2Headers headers;

    @Override
    protected void channelRead0(ChannelHandlerContext stream, Http2StreamFrame frame) {
      if (frame instanceof Http2HeadersFrame head) {
        headers = head.headers();
      } else if (frame instanceof Http2DataFrame part) {
        byte[] bytes = new byte[part.content().readableBytes()];
        part.content().readBytes(bytes);
        data.writeBytes(bytes);
        if (part.isEndStream()) {
          answer(stream);
        }
      }
    }

    private void answer(ChannelHandlerContext stream) {
      byte[] framed = data.toByteArray();
      boolean compressed = framed[0] == 1;
      Received call =
          new Received(headers, compressed, decode(framed, compressed), System.nanoTime());
      received.add(call);
      Reply reply =
          call.spans() > mostSpans
              ? failure(8, "grpc: received message larger than max (9 vs. 8)", null)
              : script.poll();
      (reply == null ? success(NOTHING) : reply).to(stream);
    }
  }

  private static ExportTraceServiceRequest decode(byte[] framed, boolean compressed) {
    InputStream in = new ByteArrayInputStream(framed, 5, framed.length - 5);
    try {
      return ExportTraceServiceRequest.parseFrom(compressed ? new GZIPInputStream(in) : in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    listener.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
