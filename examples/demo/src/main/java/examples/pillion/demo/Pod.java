package examples.pillion.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a Kubernetes pod would hold, as processes of this machine: one sidecar, services with the
 * agent, and the directory they share.
 *
 * <p><b>Threading.</b> One thread uses it; {@link #close} may come from another.
 *
 * <p><b>Ownership.</b> Owns its processes and directories; both are gone after {@link #close}.
 */
final class Pod implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(40);

  /** The footprint the sidecar is meant for. */
  private static final String[] SIDECAR_FLAGS = {
    "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"
  };

  private final Jars jars;
  private final Jdk jdk;
  private final PrivateDirectory home;
  private final PrivateDirectory shared;
  private final PolicyFile policy;
  private final Path config;
  private final SidecarApi api;
  private final List<JavaProcess> processes = new ArrayList<>();
  private Consumer<JavaProcess.Launch> sidecarSetup = launch -> {};
  private @Nullable JavaProcess sidecar;

  /** Makes the directories and the sidecar's configuration; starts nothing. */
  Pod(Jars jars, Jdk jdk, URI otlpEndpoint) throws IOException {
    this.jars = jars;
    this.jdk = jdk;
    home = PrivateDirectory.onDisk("pillion-demo-");
    shared = PrivateDirectory.inMemory("pillion-demo-");
    policy = new PolicyFile(home.path().resolve("policy.yaml"));
    config = home.path().resolve("pillion.yaml");
    int admin = FreePorts.next();
    int health = FreePorts.next();
    api = new SidecarApi(loopback(admin), loopback(health));
    Files.writeString(config, config(otlpEndpoint, admin, health, FreePorts.next()));
  }

  private static URI loopback(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  private String config(URI otlpEndpoint, int admin, int health, int metrics) {
    return String.join(
        "\n",
        "ipc:",
        "  dir: \"" + shared.path() + "\"",
        "export:",
        "  otlp:",
        "    endpoint: \"" + otlpEndpoint + "\"",
        "policy:",
        "  path: \"" + policy.path() + "\"",
        "admin:",
        "  address: \"127.0.0.1:" + admin + "\"",
        "health:",
        "  address: \"127.0.0.1:" + health + "\"",
        "metrics:",
        "  address: \"127.0.0.1:" + metrics + "\"",
        "");
  }

  SidecarApi api() {
    return api;
  }

  PolicyFile policy() {
    return policy;
  }

  /** The directory that agents and sidecar share. */
  PrivateDirectory shared() {
    return shared;
  }

  /** Where the outputs of all processes lie. */
  Path logs() {
    return home.path();
  }

  /** Changes how every further sidecar is started. */
  void sidecarSetup(Consumer<JavaProcess.Launch> setup) {
    sidecarSetup = setup;
  }

  /** Starts the sidecar and returns when it is ready. */
  void startSidecar(String... moreFlags) {
    launchSidecar(moreFlags);
    awaitSidecar();
  }

  /** Starts the sidecar without waiting for it. */
  void launchSidecar(String... moreFlags) {
    JavaProcess.Launch launch = launch("sidecar").flags(SIDECAR_FLAGS).flags(moreFlags);
    sidecarSetup.accept(launch);
    sidecar = track(launch.start(jars.sidecar(), "run", "--config", config.toString()));
  }

  /** Returns when the sidecar started last is ready. */
  void awaitSidecar() {
    JavaProcess process = sidecar();
    Await.until(
        START_LIMIT,
        () -> api.ready() || !process.alive(),
        () -> "sidecar is not ready" + System.lineSeparator() + process.tail());
    if (!process.alive()) {
      throw new IllegalStateException(
          "sidecar ended early: exit="
              + process.exitCode()
              + System.lineSeparator()
              + process.tail());
    }
  }

  /** The sidecar started last. */
  JavaProcess sidecar() {
    JavaProcess current = sidecar;
    if (current == null) {
      throw new IllegalStateException("no sidecar was started");
    }
    return current;
  }

  /** Starts an inventory with the agent. */
  JavaProcess startInventory() {
    return withAgent("inventory", "").start(jars.inventory(), "--port", "0");
  }

  /** Starts a shop with the agent, asking the given inventory. */
  JavaProcess startShop(URI inventory) {
    return withAgent("shop", "")
        .start(jars.shop(), "--port", "0", "--inventory", inventory.toString());
  }

  /** Starts a service under a name of its own, with further agent options: {@code a=b,c=d}. */
  AgentLaunch withAgent(String service, String moreOptions) {
    String options = "ipc.dir=" + shared.path() + (moreOptions.isEmpty() ? "" : "," + moreOptions);
    return new AgentLaunch(
        launch(service)
            .flags("-Xmx256m", "-javaagent:" + jars.agent() + "=" + options)
            .environment("OTEL_SERVICE_NAME", service));
  }

  /** A service about to be started; the pod keeps what it starts. */
  final class AgentLaunch {

    private final JavaProcess.Launch launch;

    private AgentLaunch(JavaProcess.Launch launch) {
      this.launch = launch;
    }

    /** The launch, to be changed further. */
    JavaProcess.Launch launch() {
      return launch;
    }

    JavaProcess start(Path jar, String... arguments) {
      return track(launch.start(jar, arguments));
    }
  }

  /** Waits until a started example says where it listens. */
  static Service listening(JavaProcess process, String name) {
    return new Service(
        process, URI.create(process.awaitLine(name + " listening on ", START_LIMIT)));
  }

  private JavaProcess.Launch launch(String name) {
    synchronized (processes) {
      return JavaProcess.launch(name + "-" + (processes.size() + 1), jdk, home.path());
    }
  }

  private JavaProcess track(JavaProcess process) {
    synchronized (processes) {
      processes.add(process);
    }
    return process;
  }

  /** The last lines of every process, for a person who looks for the cause. */
  String outputs() {
    synchronized (processes) {
      return processes.stream().map(JavaProcess::tail).collect(Collectors.joining());
    }
  }

  @Override
  public void close() {
    List<JavaProcess> all;
    synchronized (processes) {
      all = List.copyOf(processes);
    }
    all.forEach(JavaProcess::terminate);
    all.forEach(JavaProcess::close);
    Stream.of(shared, home).forEach(PrivateDirectory::close);
  }
}
