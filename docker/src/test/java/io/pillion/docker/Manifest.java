package io.pillion.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The rendered pod manifest, with its containers by name. */
record Manifest(String text, Map<?, ?> configMap, Map<?, ?> pod) {

  static Manifest rendered() throws IOException {
    Path file = Path.of(System.getProperty("basedir", ""), "target/k8s/pod.yaml");
    String text = Files.readString(file);
    List<Map<?, ?>> documents = new ArrayList<>();
    for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
      documents.add((Map<?, ?>) document);
    }
    return new Manifest(text, documents.get(0), documents.get(1));
  }

  Map<?, ?> spec() {
    return map(pod, "spec");
  }

  Map<?, ?> agent() {
    return named(list(spec(), "initContainers"), "pillion-agent");
  }

  Map<?, ?> sidecar() {
    return named(list(spec(), "initContainers"), "pillion-sidecar");
  }

  Map<?, ?> app() {
    return named(list(spec(), "containers"), "app");
  }

  List<Map<?, ?>> allContainers() {
    return List.of(agent(), sidecar(), app());
  }

  /** A file of the ConfigMap. */
  String configFile(String name) {
    return (String) map(configMap, "data").get(name);
  }

  static Map<?, ?> volume(Map<?, ?> spec, String name) {
    return named(list(spec, "volumes"), name);
  }

  /** Where a container mounts a volume. */
  static Object mountPath(Map<?, ?> container, String volume) {
    return named(list(container, "volumeMounts"), volume).get("mountPath");
  }

  static Object environment(Map<?, ?> container, String variable) {
    return named(list(container, "env"), variable).get("value");
  }

  static Map<?, ?> map(Map<?, ?> parent, String field) {
    return (Map<?, ?>) parent.get(field);
  }

  static List<?> list(Map<?, ?> parent, String field) {
    return (List<?>) parent.get(field);
  }

  private static Map<?, ?> named(List<?> items, String name) {
    return items.stream()
        .map(item -> (Map<?, ?>) item)
        .filter(item -> name.equals(item.get("name")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is named " + name + " in " + items));
  }
}
