package apps;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.zip.CRC32;

/** Answers by the first part of the path; the last part is a number. */
public final class EqualityServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    long number = Pattern.number(path);
    switch (Pattern.place(path)) {
      case "/fixed":
        response.setContentLengthLong(number);
        send(response, number);
        break;
      case "/chunked":
        response.flushBuffer();
        send(response, number);
        break;
      case "/echo":
        echo(request, response);
        break;
      case "/count":
        count(request, response);
        break;
      case "/status":
        status(response, (int) number);
        break;
      case "/error":
        response.sendError((int) number, "as asked");
        break;
      case "/headers":
        headers(request, response);
        break;
      case "/async":
        async(request, number);
        break;
      case "/fail":
        throw new IllegalStateException("the application failed");
      case "/cut":
        response.setContentLengthLong(2 * number);
        send(response, number);
        response.flushBuffer();
        throw new IllegalStateException("the application failed halfway");
      case "/upgrade":
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        response.setHeader("Connection", "upgrade");
        response.setHeader("Upgrade", "shout");
        request.upgrade(ShoutHandler.class);
        break;
      default:
        response.setStatus(404);
    }
  }

  private static void send(HttpServletResponse response, long length) throws IOException {
    OutputStream out = response.getOutputStream();
    for (long at = 0; at < length; at += Pattern.PIECE) {
      out.write(Pattern.piece(at, length - at));
    }
  }

  private static void echo(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType(request.getContentType());
    response.getOutputStream().write(request.getInputStream().readAllBytes());
  }

  private static void count(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    CRC32 sum = new CRC32();
    byte[] buffer = new byte[Pattern.PIECE];
    long length = 0;
    InputStream in = request.getInputStream();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      sum.update(buffer, 0, read);
      length += read;
    }
    response.getOutputStream().write(Pattern.account(length, sum));
  }

  private static void status(HttpServletResponse response, int status) {
    response.setStatus(status);
    response.addHeader("X-Several", "first");
    response.addHeader("X-Several", "second");
    response.addHeader("Set-Cookie", "a=b; HttpOnly");
    response.setHeader("ETag", "\"" + status + "\"");
  }

  /** All that the application can see of the request's head. */
  private static void headers(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    StringBuilder seen = new StringBuilder();
    seen.append(request.getMethod()).append(' ').append(request.getRequestURL()).append('?');
    seen.append(request.getQueryString()).append(' ').append(request.getParameterMap().keySet());
    for (String name : Collections.list(request.getHeaderNames())) {
      seen.append('\n').append(name).append(": ");
      seen.append(Collections.list(request.getHeaders(name)));
    }
    seen.append("\nattributes: ").append(Collections.list(request.getAttributeNames()));
    seen.append("\nclass: ").append(request.getClass().getName());
    response.setContentType("text/plain");
    response.getWriter().print(seen);
  }

  private static void async(HttpServletRequest request, long length) {
    AsyncContext async = request.startAsync();
    async.start(
        () -> {
          try {
            send((HttpServletResponse) async.getResponse(), length);
          } catch (IOException e) {
            request.getServletContext().log("cannot send", e);
          }
          async.complete();
        });
  }
}
