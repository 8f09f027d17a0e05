package apps;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/** A protocol after HTTP: sends back in capitals what it receives, until a full stop. */
final class ShoutHandler extends SimpleChannelInboundHandler<ByteBuf> {

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
    while (in.isReadable()) {
      byte c = in.readByte();
      if (c == '.') {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        return;
      }
      context.write(Unpooled.wrappedBuffer(new byte[] {(byte) Character.toUpperCase(c)}));
    }
    context.flush();
  }
}
