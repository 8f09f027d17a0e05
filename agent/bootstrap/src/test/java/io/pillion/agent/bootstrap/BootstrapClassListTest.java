package io.pillion.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BootstrapClassListTest {

  @Test
  void listNamesEveryClassOfThePackage() throws Exception {
    Path classes = Path.of(Agent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(classes.resolve("io/pillion/agent/bootstrap"))) {
      List<String> present =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
              .map(name -> "io.pillion.agent.bootstrap." + name.substring(0, name.lastIndexOf('.')))
              .toList();
      assertThat(listed()).containsExactlyInAnyOrderElementsOf(present);
    }
  }

  @Test
  void listNamesSupertypesBeforeTheirSubtypes() throws Exception {
    Set<String> defined = new HashSet<>();
    for (String name : listed()) {
      Class<?> type = Class.forName(name, false, getClass().getClassLoader());
      for (Class<?> supertype : type.getInterfaces()) {
        if (supertype.getName().startsWith("io.pillion.")) {
          assertThat(defined).as("defined before %s", name).contains(supertype.getName());
        }
      }
      defined.add(name);
    }
  }

  private static List<String> listed() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Agent.class.getResourceAsStream("/META-INF/pillion/bootstrap-classes"),
                StandardCharsets.UTF_8))) {
      return in.lines().toList();
    }
  }
}
