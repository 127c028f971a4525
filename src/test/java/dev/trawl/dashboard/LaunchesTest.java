package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.dashboard.Launches.Launch;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LaunchesTest {
  private final Launches<String> launches = new Launches<>("export");

  @AfterEach
  void close() {
    launches.close();
  }

  /** A page that was loaded again asks before the request that began it is answered. */
  @Test
  void list_whileTheRequestWaits_hasIt() throws RefusedException {
    AtomicReference<List<Launch<String>>> known = new AtomicReference<>(List.of());

    Launch<String> done =
        launches.launch(
            "run",
            () -> {
              known.set(launches.list());
              return "exports/run";
            });

    assertThat(known.get()).containsExactly(new Launch<>(done.launchId(), "run", null, null));
    assertThat(launches.list()).containsExactly(done);
  }

  @Test
  void list_endedAtOnce_saysWhy() {
    assertThatThrownBy(
            () ->
                launches.launch(
                    "run",
                    () -> {
                      throw new RefusedException("need a run with a model, found none");
                    }))
        .isInstanceOf(RefusedException.class);

    assertThat(launches.list())
        .extracting(Launch::problem)
        .containsExactly("need a run with a model, found none");
  }
}
