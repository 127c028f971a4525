package dev.trawl.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.track.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.api.ErrorCode;
import org.junit.jupiter.api.Test;

/** What is tried again, and what is let go before. */
final class RetryTest {
  private final AtomicInteger letGo = new AtomicInteger();

  private static Retry retry(Duration patience) {
    return new Retry(
        "some",
        false,
        new StoreSettings(
            patience,
            patience,
            Duration.ofSeconds(1),
            StoreSettings.DEFAULT.migrations(),
            StoreSettings.DEFAULT.schemaVersion()));
  }

  private static String breakDown(int attempt) {
    throw new StoreException(
        "broken in attempt " + attempt,
        new SQLException("broken", "08000", ErrorCode.CONNECTION_BROKEN_1));
  }

  /** Else the next work would find the connections that this one found broken. */
  @Test
  void run_withoutPatience_letsConnectionsGoBeforeItFails() {
    assertThatThrownBy(() -> retry(Duration.ZERO).run(RetryTest::breakDown, letGo::incrementAndGet))
        .hasMessage("broken in attempt 1");

    assertThat(letGo).hasValue(1);
  }

  @Test
  void run_failureThatDoesNotPass_letsNothingGo() {
    assertThatThrownBy(
            () ->
                retry(Duration.ofMinutes(1))
                    .run(
                        attempt -> {
                          throw new StoreException("wrong", null);
                        },
                        letGo::incrementAndGet))
        .hasMessage("wrong");

    assertThat(letGo).hasValue(0);
  }

  @Test
  void run_failureThatPassed_letsGoWhatFailedAndAnswers() {
    String answer =
        retry(Duration.ofMinutes(5))
            .run(attempt -> attempt < 3 ? breakDown(attempt) : "answer", letGo::incrementAndGet);

    assertThat(answer).isEqualTo("answer");
    assertThat(letGo).hasValue(2);
  }

  /** H2 closes a database that it can't write: then the next try finds it closed, or in use. */
  @Test
  void run_afterTheDiskWasFull_failsWithThat() {
    Retry retry = retry(Duration.ofMinutes(5));

    assertThatThrownBy(
            () ->
                retry.run(
                    attempt -> {
                      if (attempt == 1) {
                        throw new StoreException(
                            "full", new SQLException("No space left", "HY000", 50000));
                      }
                      retry.shorten(Duration.ZERO);
                      return breakDown(attempt);
                    },
                    letGo::incrementAndGet))
        .hasMessage("full");
    assertThat(letGo).hasValue(2);
  }

  @Test
  void connector_closed_connectsNoMore() throws SQLException {
    Connector connector = new Connector("jdbc:h2:mem:connector", new Credentials("sa", ""));
    try (Connection connection = connector.getConnection()) {
      connector.close();

      assertThatThrownBy(connector::getConnection).hasMessageContaining("found it closed");
      assertThat(connection.isValid(0)).isTrue();
    }
  }
}
