package apps;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The application as a servlet, to be mapped to each of {@link #MAPPINGS}. */
public final class AnswerServlet extends HttpServlet {
  public static final String[] MAPPINGS = {
    "/success",
    "/redirect",
    "/error-status",
    "/exception",
    "/captureHeaders",
    "/query",
    "/path/*",
    "/child",
    "/child-from-request-body",
    "/denied"
  };

  private static final long serialVersionUID = 1;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Answer answer;
    try {
      answer = Answer.to(new ServletAnswerRequest(request));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
    response.setStatus(answer.status);
    answer.headers.forEach(response::setHeader);
    response.setContentType("text/plain; charset=utf-8");
    response.getOutputStream().write(answer.body.getBytes(StandardCharsets.UTF_8));
  }

  private static final class ServletAnswerRequest implements Answer.Request {
    private final HttpServletRequest request;

    private ServletAnswerRequest(HttpServletRequest request) {
      this.request = request;
    }

    @Override
    public String path() {
      return request.getRequestURI();
    }

    @Override
    public String query() {
      return request.getQueryString();
    }

    @Override
    public String header(String name) {
      return request.getHeader(name);
    }

    @Override
    public String body() throws IOException {
      return new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
