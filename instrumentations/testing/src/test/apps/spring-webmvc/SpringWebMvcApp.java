package apps;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A controller on Spring Web MVC, without what generates classes. */
public final class SpringWebMvcApp {
  private SpringWebMvcApp() {}

  public static void main(String[] arguments) throws Exception {
    new RoutedTomcat()
        .inContext(dispatcher(), Map.of())
        .atRoot("/", dispatcher(), Map.of())
        .serve();
  }

  private static DispatcherServlet dispatcher() {
    GenericWebApplicationContext context = new GenericWebApplicationContext();
    context.registerBean(RequestMappingHandlerMapping.class);
    context.registerBean(RequestMappingHandlerAdapter.class);
    context.registerBean(Items.class);
    return new DispatcherServlet(context);
  }

  /** A path of the class and paths of its methods. */
  @RestController
  @RequestMapping("/items")
  public static class Items {

    @GetMapping
    public String all() {
      return "all";
    }

    @GetMapping("/{id}")
    public String one(@PathVariable("id") String id) {
      if (id.equals("0")) {
        throw new ResponseStatusException(HttpStatus.NOT_FOUND);
      }
      return id;
    }

    @GetMapping("/{id}/parts")
    public String parts(@PathVariable("id") String id) {
      return "parts of " + id;
    }

    @GetMapping("/{id}/parts/{part}")
    public String part(@PathVariable("id") String id, @PathVariable("part") String part) {
      return part + " of " + id;
    }

    @GetMapping("/{id}/parts/{part}/inner/{inner}")
    public String inner(@PathVariable("part") String part, @PathVariable("inner") String inner) {
      return inner + " of " + part;
    }
  }
}
