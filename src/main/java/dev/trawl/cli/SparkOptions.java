package dev.trawl.cli;

import dev.trawl.train.RemoteMachines;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A Spark cluster. */
final class SparkOptions {
  private static final Pattern SECRET = Pattern.compile("(?i)secret|password|token");

  @Option(
      names = "--spark",
      paramLabel = "URL",
      description =
          "An Apache Spark cluster to train on, such as spark://HOST:7077 or"
              + " local-cluster[2,1,2048]. Its build takes some minutes the first time.")
  private @Nullable String url;

  @Option(
      names = "--spark-conf",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of Spark's, such as spark.executor.memory=3g. May be given several times.")
  private Map<String, String> settings = Map.of();

  void check() {
    if (url == null && !settings.isEmpty()) {
      throw CommandException.usage("need --spark URL with --spark-conf, found none");
    }
  }

  /** As they are typed, each after a space; without a secret. */
  String words() {
    return url == null
        ? ""
        : " --spark %s%s"
            .formatted(
                NextCommand.quoted(url),
                settings.entrySet().stream()
                    .filter(setting -> !SECRET.matcher(setting.getKey()).find())
                    .map(setting -> " --spark-conf " + NextCommand.quoted(setting.toString()))
                    .collect(Collectors.joining()));
  }

  RemoteMachines.@Nullable Place place() {
    return url == null ? null : new RemoteMachines.Place(url, settings);
  }
}
