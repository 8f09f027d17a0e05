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
public final class Pod implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(40);

  /** The footprint the sidecar is meant for. */
  private static final String[] SIDECAR_FLAGS = {
    "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"
  };

  private static final String APPLICATION_HEAP = "-Xmx256m";

  private final Jars jars;
  private final Jdk jdk;
  private final PrivateDirectory home;
  private final PrivateDirectory shared;
  private final PolicyFile policy;
  private final Path config;
  private final SidecarApi api;
  private final List<JavaProcess> processes = new ArrayList<>();
  private List<String> prefix = List.of();
  private Consumer<JavaProcess.Launch> sidecarSetup = launch -> {};
  private @Nullable JavaProcess sidecar;

  /** Makes the directories and the sidecar's configuration; starts nothing. */
  Pod(Jars jars, Jdk jdk, URI otlpEndpoint) throws IOException {
    this(
        jars,
        jdk,
        otlpEndpoint,
        PrivateDirectory.onDisk("pillion-demo-"),
        PrivateDirectory.inMemory("pillion-demo-"),
        // Somebody watches.
        "    linger: 200ms",
        "");
  }

  /**
   * A pod in directories that the caller chose; it owns them from now on.
   *
   * @param moreConfig lines to add to the sidecar's configuration
   */
  public Pod(
      Jars jars,
      Jdk jdk,
      URI otlpEndpoint,
      PrivateDirectory home,
      PrivateDirectory shared,
      String... moreConfig)
      throws IOException {
    this.jars = jars;
    this.jdk = jdk;
    this.home = home;
    this.shared = shared;
    policy = new PolicyFile(home.path().resolve("policy.yaml"));
    config = home.path().resolve("pillion.yaml");
    int admin = FreePorts.next();
    int health = FreePorts.next();
    api = new SidecarApi(loopback(admin), loopback(health));
    Files.writeString(
        config,
        config(otlpEndpoint, admin, health, FreePorts.next()) + String.join("\n", moreConfig));
  }

  private static URI loopback(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  private String config(URI otlpEndpoint, int admin, int health, int metrics) {
    return String.join(
        "\n",
        "ipc:",
        "  dir: \"" + shared.path() + "\"",
        "policy:",
        "  path: \"" + policy.path() + "\"",
        "admin:",
        "  address: \"127.0.0.1:" + admin + "\"",
        "health:",
        "  address: \"127.0.0.1:" + health + "\"",
        "metrics:",
        "  address: \"127.0.0.1:" + metrics + "\"",
        "export:",
        "  otlp:",
        "    endpoint: \"" + otlpEndpoint + "\"",
        "");
  }

  public SidecarApi api() {
    return api;
  }

  public PolicyFile policy() {
    return policy;
  }

  /** The directory that agents and sidecar share. */
  public PrivateDirectory shared() {
    return shared;
  }

  /** Where the outputs of all processes lie. */
  public Path logs() {
    return home.path();
  }

  /** Changes how every further sidecar is started. */
  void sidecarSetup(Consumer<JavaProcess.Launch> setup) {
    sidecarSetup = setup;
  }

  /** Starts the sidecar and returns when it is ready. */
  public void startSidecar(String... moreFlags) {
    launchSidecar(moreFlags);
    awaitSidecar();
  }

  /** Starts the sidecar without waiting for it. */
  public void launchSidecar(String... moreFlags) {
    JavaProcess.Launch launch = launch("sidecar").flags(SIDECAR_FLAGS).flags(moreFlags);
    sidecarSetup.accept(launch);
    sidecar = track(launch.start(jars.sidecar(), "run", "--config", config.toString()));
  }

  /** Runs another command of the sidecar's jar, such as {@code inspect}. */
  JavaProcess sidecarCommand(String name, String... arguments) {
    return track(
        JavaProcess.launch(name, jdk, home.path())
            .flags(SIDECAR_FLAGS)
            .start(jars.sidecar(), arguments));
  }

  /** Returns when the sidecar started last is ready. */
  public void awaitSidecar() {
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
  public JavaProcess sidecar() {
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
  public AgentLaunch withAgent(String service, String moreOptions) {
    String options = "ipc.dir=" + shared.path() + (moreOptions.isEmpty() ? "" : "," + moreOptions);
    return new AgentLaunch(
        launch(service)
            .flags(APPLICATION_HEAP, "-javaagent:" + jars.agent() + "=" + options)
            .environment("OTEL_SERVICE_NAME", service)
            // The account is of spans and decisions; a full queue would drop metrics among them.
            .environment("OTEL_METRICS_EXPORTER", "none"));
  }

  /** A service about to be started; the pod keeps what it starts. */
  public final class AgentLaunch {

    private final JavaProcess.Launch launch;

    private AgentLaunch(JavaProcess.Launch launch) {
      this.launch = launch;
    }

    /** The launch, to be changed further. */
    public JavaProcess.Launch launch() {
      return launch;
    }

    public JavaProcess start(Path jar, String... arguments) {
      return track(launch.start(jar, arguments));
    }
  }

  /** Waits until a started example says where it listens. */
  public static Service listening(JavaProcess process, String name) {
    return new Service(
        process, URI.create(process.awaitLine(name + " listening on ", START_LIMIT)));
  }

  /** Puts a command in front of all that is started from now on; none to have none again. */
  public void through(String... command) {
    prefix = List.of(command);
  }

  /** Describes a process that is told nothing of Pillion; the pod keeps what is started of it. */
  public AgentLaunch withoutAgent(String service) {
    return new AgentLaunch(launch(service).flags(APPLICATION_HEAP));
  }

  private JavaProcess.Launch launch(String name) {
    synchronized (processes) {
      return JavaProcess.launch(name + "-" + (processes.size() + 1), jdk, home.path())
          .through(prefix.toArray(String[]::new));
    }
  }

  private JavaProcess track(JavaProcess process) {
    synchronized (processes) {
      processes.add(process);
    }
    return process;
  }

  /** The last lines of every process, for a person who looks for the cause. */
  public String outputs() {
    synchronized (processes) {
      return processes.stream().map(JavaProcess::tail).collect(Collectors.joining());
    }
  }

  /** Ends every process at once, those that are stopped by a signal, too. */
  public void kill() {
    all().forEach(JavaProcess::kill);
  }

  private List<JavaProcess> all() {
    synchronized (processes) {
      return List.copyOf(processes);
    }
  }

  @Override
  public void close() {
    List<JavaProcess> all = all();
    all.forEach(JavaProcess::terminate);
    all.forEach(JavaProcess::close);
    Stream.of(shared, home).forEach(PrivateDirectory::close);
  }
}
