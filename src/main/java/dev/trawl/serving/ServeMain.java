package dev.trawl.serving;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code java -jar serve.jar}: serves the folder that the jar lies in, with the options of {@code
 * trawl serve-model}, until it is told to end. Exit codes: 1 it can't serve, 2 wrong usage.
 */
public final class ServeMain {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServeMain.class);

  private static final String USAGE =
      "usage: java -jar serve.jar [--port N] [--host ADDRESS] [--format FORMAT] [--watch]"
          + " [--allowed-host NAME]… [--cors-origin ORIGIN]… [--help] [DIR]; TRAWL_TOKEN has the"
          + " token";

  private static final Pattern JOINED =
      Pattern.compile("(--(?:port|host|format|allowed-host|cors-origin))=(.*)", Pattern.DOTALL);

  private ServeMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    // Numbers are written one way, whatever the machine's language.
    Locale.setDefault(Locale.ROOT);
    System.exit(serve(arguments));
  }

  private static int serve(String[] arguments) throws InterruptedException {
    if (List.of(arguments).contains("--help")) {
      LOGGER.info("{}", USAGE);
      return 0;
    }
    ServingSettings settings;
    try {
      settings = settings(List.of(arguments), System.getenv());
    } catch (IllegalArgumentException e) {
      LOGGER.error("{}; {}", e.getMessage(), USAGE);
      return 2;
    }
    try {
      PredictionServer server = PredictionServer.start(settings);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end"));
      new CountDownLatch(1).await();
      return 0;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      LOGGER.error("{}", e.getMessage());
      return 1;
    }
  }

  /**
   * What the arguments say.
   *
   * @throws IllegalArgumentException for others than there are, with what was needed
   */
  static ServingSettings settings(List<String> arguments, Map<String, String> environment) {
    Deque<String> left = new ArrayDeque<>(arguments);
    @Nullable Path folder = null;
    @Nullable String format = null;
    String host = ServingSettings.LOOPBACK;
    int port = ServingSettings.PORT;
    Set<String> hosts = new LinkedHashSet<>();
    Set<String> origins = new LinkedHashSet<>();
    boolean watch = false;
    while (!left.isEmpty()) {
      String argument = left.remove();
      Matcher joined = JOINED.matcher(argument);
      if (joined.matches()) {
        argument = joined.group(1);
        left.push(joined.group(2));
      }
      switch (argument) {
        case "--port" -> port = port(value(argument, left));
        case "--host" -> host = value(argument, left);
        case "--format" -> format = value(argument, left);
        case "--allowed-host" -> hosts.add(value(argument, left));
        case "--cors-origin" -> origins.add(value(argument, left));
        case "--watch" -> watch = true;
        default -> {
          if (argument.startsWith("-") || folder != null) {
            throw new IllegalArgumentException("need options and one folder, found " + argument);
          }
          folder = Path.of(argument);
        }
      }
    }
    return new ServingSettings(
        ModelSource.folder(folder == null ? ownFolder() : folder),
        format,
        host,
        port,
        environment.get("TRAWL_TOKEN"),
        hosts,
        origins,
        watch);
  }

  private static String value(String option, Deque<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException("need a value after %s, found none".formatted(option));
    }
    return left.remove();
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,6}")) {
      throw new IllegalArgumentException("need a port from 0 to 65535, found " + text);
    }
    return Integer.parseInt(text);
  }

  /** The folder that the jar lies in; of classes that are in none, the working folder. */
  private static Path ownFolder() {
    try {
      Path jar =
          Path.of(ServeMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(jar) ? jar.resolveSibling("") : Path.of("");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
