package io.pillion.sidecar.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a listener listens.
 *
 * @param host a numeric address, or a host name; an IPv6 address without brackets
 * @param port 0 lets the system choose
 */
public record ListenAddress(String host, int port) {

  /**
   * Reads {@code host:port}, an IPv6 address in brackets.
   *
   * @throws IllegalArgumentException with a message for whoever wrote it
   */
  public static ListenAddress of(String text) {
    try {
      return ListenAddresses.parse(text);
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Whether only processes of this machine (or pod) can connect. An unknown name is not. */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
