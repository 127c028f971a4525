package dev.trawl.dashboard;

import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A visit that a server makes to itself when it has started: the first answers take two seconds of
 * processor time more than others, for classes to be loaded and code to be compiled, and whoever
 * opens the page shall not wait for these.
 */
final class FirstVisit {
  private static final Logger LOGGER = LoggerFactory.getLogger(FirstVisit.class);
  private static final int WAIT_MILLISECONDS = 30_000;

  private final URI server;
  private final RunStore store;

  FirstVisit(URI server, RunStore store) {
    this.server = server;
    this.store = store;
  }

  /** Makes it in a thread of its own; what fails is no fault of anybody. */
  void start() {
    Thread thread = new Thread(this::makeQuietly, "first-visit");
    thread.setDaemon(true);
    thread.start();
  }

  private void makeQuietly() {
    try {
      make();
    } catch (IOException | RuntimeException e) {
      LOGGER.debug("no first visit", e);
    }
  }

  /** Asks for what the pages of the list and of the newest sweep ask; the answers' first lines. */
  List<String> make() throws IOException {
    List<String> paths =
        new ArrayList<>(List.of("", "api/v1/server", "api/v1/sweeps?best=true&limit=20"));
    store.sweeps().stream().findFirst().map(FirstVisit::paths).ifPresent(paths::addAll);
    List<String> answers = new ArrayList<>();
    for (String path : paths) {
      answers.add(ask(path));
    }
    return answers;
  }

  private static List<String> paths(Sweep sweep) {
    String path = "api/v1/sweeps/" + sweep.id();
    return List.of(path, path + "/columns?digits=6&limit=100&sort=-metrics.val_accuracy");
  }

  /** By hand: a client of the platform's would take as long to load as what it asks for. */
  private String ask(String path) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(WAIT_MILLISECONDS);
      String head =
          "GET /%s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
              .formatted(path, server.getAuthority());
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      String text = new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
      return text.lines().findFirst().orElse("");
    }
  }
}
