package dev.trawl.sweep.read;

import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a time limit: seconds as a number, or a number with its unit. */
final class TimeoutReader implements NodeType<Duration> {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?) ?([smh])");
  private static final Map<String, Integer> SECONDS = Map.of("s", 1, "m", 60, "h", 3600);

  /** Ten years: what is longer is a mistake, and would overflow somewhere. */
  private static final double MOST_SECONDS = 10 * 365.25 * 24 * 3600;

  @Override
  public Optional<Duration> read(YamlNode node, Problems problems) {
    return NodeType.scalar("seconds above 0, or a time such as 90s, 10m or 2h", this::duration)
        .read(node, problems);
  }

  private Optional<Duration> duration(Object value) {
    if (value instanceof Number number) {
      return seconds(number.doubleValue());
    }
    Matcher text = TEXT.matcher(value.toString());
    return text.matches()
        ? seconds(Double.parseDouble(text.group(1)) * SECONDS.getOrDefault(text.group(2), 1))
        : Optional.empty();
  }

  private static Optional<Duration> seconds(double seconds) {
    long milliseconds = Math.round(seconds * 1000);
    return milliseconds >= 1 && seconds <= MOST_SECONDS
        ? Optional.of(Duration.ofMillis(milliseconds))
        : Optional.empty();
  }
}
