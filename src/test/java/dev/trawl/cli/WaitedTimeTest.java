package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class WaitedTimeTest {
  private static final Instant STARTED = Instant.parse("2026-01-02T12:00:00Z");
  private static final int ANSWER_MILLIS = 50;

  /** A person who takes that long to answer. */
  private static final class SlowPerson extends BufferedReader {
    SlowPerson() {
      super(new StringReader(""));
    }

    @Override
    public String readLine() {
      try {
        Thread.sleep(ANSWER_MILLIS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return "y";
    }
  }

  @Test
  void question_beforeTheWork_isNoTimeOfABudget() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Set<String> terminals = Set.of("in", "err");
    Console console = new Console(new SlowPerson(), nowhere, nowhere, terminals, Map.of(), false);
    GlobalOptions options = new GlobalOptions();
    Output output = new Output(console, options);
    Wiring wiring = new Wiring(options, output, STARTED);
    assertThat(wiring.begun().get()).isEqualTo(STARTED);

    assertThat(output.ask("Resume it? ")).isEqualTo("y");

    assertThat(wiring.begun().get()).isAfterOrEqualTo(STARTED.plusMillis(ANSWER_MILLIS - 1));
    assertThat(output.waited().putOff(STARTED).get()).isEqualTo(STARTED);
  }

  @Test
  void waits_atOnce_putOffByNoMoreThanTheTimeSince() {
    WaitedTime waited = new WaitedTime();
    Supplier<Instant> begun = waited.putOff(STARTED);

    waited.add(Duration.ofHours(1));
    waited.add(Duration.ofHours(1));

    assertThat(begun.get()).isBefore(STARTED.plus(Duration.ofHours(1)));
  }
}
