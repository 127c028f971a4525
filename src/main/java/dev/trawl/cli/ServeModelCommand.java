package dev.trawl.cli;

import dev.trawl.serving.ModelSource;
import dev.trawl.serving.PredictionServer;
import dev.trawl.serving.ServingSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "serve-model",
    description = {
      "Serves an exported or registered model over HTTP until Ctrl-C.",
      "At POST /predict, by the Open Inference Protocol, MLflow's /invocations and TensorFlow"
          + " Serving's :predict; with /metrics, /openapi.json and a page to draw on."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl serve-model best/",
      "  trawl serve-model best/ --format onnx-int8 --port 9000 --watch",
      "  trawl serve-model models:/digits@champion --watch",
      "  TRAWL_TOKEN=… trawl serve-model best/ --host 0.0.0.0 --allowed-host models.example.org"
    })
final class ServeModelCommand implements Callable<Integer> {
  private static final String TOKEN = "TRAWL_TOKEN";

  /** The requests that are there are answered first. */
  private static final Duration LONGEST_END = Duration.ofSeconds(15);

  @Parameters(
      paramLabel = "DIR|MODEL",
      description =
          "A folder that trawl export wrote, or a link to it; or a registered model such as"
              + " models:/digits@champion.")
  private ModelArgument argument = ModelArgument.NONE;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "onnx or onnx-int8. Default: onnx, or what the folder has of the two.")
  private @Nullable String format;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + ServingSettings.PORT,
      description = "0 takes any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = ServingSettings.LOOPBACK,
      description =
          "Where to listen. Beyond loopback only with a token in the environment variable "
              + TOKEN
              + ", which all requests but those for health must bear. Default: ${DEFAULT-VALUE}")
  private String host = "";

  @Option(
      names = "--allowed-host",
      paramLabel = "NAME[:PORT]",
      description = "A further name by which clients reach it, such as a proxy's. Repeatable.")
  private Set<String> allowedHosts = new LinkedHashSet<>();

  @Option(
      names = "--cors-origin",
      paramLabel = "ORIGIN",
      description = "A site whose pages may ask, such as https://app.example.org. Repeatable.")
  private Set<String> corsOrigins = new LinkedHashSet<>();

  @Option(
      names = "--watch",
      description =
          "Serve a newer export as soon as it is in DIR's place, or what the alias stands for then;"
              + " one that can't be served is left.")
  private boolean watch;

  private final Output output;
  private final Wiring wiring;

  ServeModelCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServeCommand.checkPort(port);
    if (!argument.isRegistered()) {
      return serve(ModelSource.folder(wiring.path(argument.name())), () -> {});
    }
    try (RegisteredSource source = new RegisteredSource(argument.reference(), wiring)) {
      return serve(source, watch ? () -> {} : source::close);
    }
  }

  /**
   * @param loaded is run when the model is
   */
  private int serve(ModelSource source, Runnable loaded) throws IOException, InterruptedException {
    String token = output.console().environment().get(TOKEN);
    ServingSettings settings =
        new ServingSettings(source, format, host, port, token, allowedHosts, corsOrigins, watch);
    try (Interruption interruption =
            new Interruption(
                    () -> {},
                    () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED),
                    () -> output.err().println("left, with requests that were not answered"),
                    LONGEST_END)
                .listen();
        PredictionServer server = started(settings)) {
      loaded.run();
      output
          .err()
          .printf(
              "model    %s%nserves   %s%n",
              server.description(),
              server.links().stream()
                  .map(URI::toString)
                  .collect(Collectors.joining("\n     or  ")));
      interruption.await();
      return ExitCode.OK;
    }
  }

  private static PredictionServer started(ServingSettings settings) throws IOException {
    try {
      return PredictionServer.start(settings);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()));
    }
  }
}
