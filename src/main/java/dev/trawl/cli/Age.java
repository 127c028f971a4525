package dev.trawl.cli;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how long ago something was: {@code 30d}, {@code 12h}, {@code 1d12h30m}, or {@code 0}. */
final class Age implements ITypeConverter<Duration> {
  private static final String NUMBER = "(\\d{1,6}(?:\\.\\d{1,6})?)";
  private static final Pattern TEXT =
      Pattern.compile("(?:%1$sd)?(?:%1$sh)?(?:%1$sm)?(?:%1$ss)?".formatted(NUMBER));
  private static final List<Integer> UNIT_SECONDS = List.of(24 * 3600, 3600, 60, 1);

  @Override
  public Duration convert(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher parts = TEXT.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw new TypeConversionException(
          "need a time such as 30d, 12h, 1d12h30m or 0, found " + text);
    }
    double seconds = 0;
    for (int i = 0; i < UNIT_SECONDS.size(); i++) {
      String number = parts.group(i + 1);
      seconds += number == null ? 0 : Double.parseDouble(number) * UNIT_SECONDS.get(i);
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
