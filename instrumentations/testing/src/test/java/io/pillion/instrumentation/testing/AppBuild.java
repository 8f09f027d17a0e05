package io.pillion.instrumentation.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles applications into jars that name their libraries; each once. */
final class AppBuild {
  private static final Map<String, Path> BUILT = new ConcurrentHashMap<>();

  private AppBuild() {}

  /** The jar to run with {@code java -jar}. */
  static Path jarOf(AppSource app) {
    return BUILT.computeIfAbsent(app.id(), id -> build(app));
  }

  private static Path build(AppSource app) {
    try {
      Path home = Build.TARGET.resolve("apps").resolve(app.id());
      Path classes = Files.createDirectories(home.resolve("classes"));
      compile(app, copySources(app, home.resolve("sources")), classes);
      return pack(app, classes, home.resolve("app.jar"));
    } catch (IOException e) {
      throw new IllegalStateException("cannot build application " + app.id(), e);
    }
  }

  private static List<Path> copySources(AppSource app, Path sources) throws IOException {
    Files.createDirectories(sources);
    List<Path> copies = new ArrayList<>();
    for (String folder : app.folders()) {
      for (Path original : filesIn(Build.APPS.resolve(folder))) {
        String text = Files.readString(original);
        for (Map.Entry<String, String> replacement : app.replacements().entrySet()) {
          text = text.replace(replacement.getKey(), replacement.getValue());
        }
        copies.add(Files.writeString(sources.resolve(original.getFileName()), text));
      }
    }
    return copies;
  }

  private static void compile(AppSource app, List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of("--release", "17", "-proc:none", "-d", classes.toString(), "-cp", classPath(app));
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(sources);
      if (!compiler.getTask(messages, files, null, options, null, units).call()) {
        throw new IllegalStateException("application " + app.id() + ": " + messages);
      }
    }
  }

  private static String classPath(AppSource app) {
    return Build.libraries(app.libraries()).stream()
        .map(Path::toString)
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  private static Path pack(AppSource app, Path classes, Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "apps." + app.main());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Build.libraries(app.libraries()).stream()
            .map(library -> library.toUri().toString())
            .collect(Collectors.joining(" ")));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (Path entry : filesIn(classes)) {
        out.putNextEntry(new ZipEntry(classes.relativize(entry).toString().replace('\\', '/')));
        Files.copy(entry, out);
        out.closeEntry();
      }
    }
    return jar;
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
