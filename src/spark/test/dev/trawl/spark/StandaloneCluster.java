package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A real master and its workers of one core each, processes on this machine, to be killed. */
final class StandaloneCluster implements AutoCloseable {
  private final TrawlFolder trawl;
  private final int port = freePort("127.0.0.1");
  private final Process master;
  private final List<Process> workers = new ArrayList<>();

  StandaloneCluster(TrawlFolder trawl) throws IOException {
    this.trawl = trawl;
    master =
        start("master" + port, "Master", "--port", Integer.toString(port), "--webui-port", "0");
  }

  static int freePort(String host) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    }
  }

  void addWorker(String name) throws IOException {
    addWorker(name, List.of());
  }

  /**
   * @param before what has the worker's command as its arguments
   */
  void addWorker(String name, List<String> before) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        command(
            "Worker",
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "2g",
            "--work-dir",
            trawl.folder().resolve(name).toString(),
            url()));
    workers.add(trawl.start(name, command));
  }

  private Process start(String log, String kind, String... arguments) throws IOException {
    return trawl.start(log, command(kind, arguments));
  }

  private static List<String> command(String kind, String... arguments) {
    List<String> command = new ArrayList<>(List.of(TrawlFolder.java(), "-Xmx256m"));
    command.add("-Dspark.master.rest.enabled=false");
    command.addAll(List.of("-cp", TrawlFolder.SPARK.resolve("jars").toAbsolutePath() + "/*"));
    command.add("org.apache.spark.deploy.%s.%s".formatted(kind.toLowerCase(Locale.ROOT), kind));
    command.addAll(List.of("--host", "127.0.0.1"));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  String url() {
    return "spark://127.0.0.1:" + port;
  }

  Process master() {
    return master;
  }

  /** The one that a worker has now. */
  ProcessHandle executor(int worker) {
    return executors(workers.get(worker)).findFirst().orElseThrow();
  }

  /** All that there are now. */
  List<ProcessHandle> executors() {
    return workers.stream().flatMap(StandaloneCluster::executors).toList();
  }

  private static Stream<ProcessHandle> executors(Process worker) {
    return worker
        .descendants()
        .filter(each -> each.info().commandLine().orElse("").contains("ExecutorBackend"));
  }

  static void signal(String name, ProcessHandle process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Override
  public void close() {
    workers.forEach(worker -> worker.descendants().forEach(ProcessHandle::destroyForcibly));
    workers.forEach(Process::destroyForcibly);
    master.destroyForcibly();
  }
}
