package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.notify.Receiver;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotifyCommandTest {
  private static final String SWEEP =
      """
      method: grid
      metric: {name: val_accuracy, goal: maximize}
      parameters: {filters: {value: [4]}, batch_size: {value: 16}}
      training: {epochs: 1}
      notify:
        - {on: [sweep.finished], url: {env: HOOK_URL}}
        - {url: {env: HOOK_URL}, format: slack}
      """;

  private final Path folder;

  NotifyCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Ran trawl(Map<String, String> environment, String... arguments) {
    return Ran.trawl(Set.of(), "", environment, arguments);
  }

  @Test
  void run_ofASweepThatNotifies_hasToldWhenItEnds() throws Exception {
    Workplace workplace = Workplace.create(folder, "db");
    String file = workplace.sweep(SWEEP).toString();
    String database = workplace.database();
    try (Receiver receiver = new Receiver()) {
      Map<String, String> environment = Map.of("HOOK_URL", receiver.url());

      Ran tried = trawl(environment, "notify", "test", file);
      assertThat(tried.exitCode()).as(tried.err()).isZero();
      assertThat(tried.out()).contains("$HOOK_URL  json    taken", "$HOOK_URL  slack   taken");
      assertThat(receiver.requests()).hasSize(2);

      Ran run = trawl(environment, "run", file, "--no-dashboard", "--db", database);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(receiver.requests()).hasSize(4);
      assertThat(receiver.requests().get(3).body())
          .startsWith(
              "{\"text\":\"brightness has finished; its runs: 1 finished; the best is run 1 (val_");
    }
    Ran list = trawl(Map.of(), "notify", "list", "--db", database);
    assertThat(list.out().lines().filter(line -> line.contains("  sent  "))).hasSize(2);
    assertThat(list.out()).contains("sweep.finished  $HOOK_URL      1  sent");
  }

  @Test
  void run_withoutTheVariable_isRefusedBeforeItBegins() throws Exception {
    Workplace workplace = Workplace.create(folder, "db");
    String file = workplace.sweep(SWEEP).toString();

    Ran run = trawl(Map.of(), "run", file, "--no-dashboard", "--db", workplace.database());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("notify: need the environment variable HOOK_URL, found none");
    assertThat(trawl(Map.of(), "sweeps", "--db", workplace.database()).out())
        .doesNotContain("brightness");
  }

  @Test
  void test_addressThatRefuses_saysSoAndFails() throws Exception {
    String file = Workplace.create(folder, "db").sweep(SWEEP).toString();

    Ran tried = trawl(Map.of("HOOK_URL", "http://127.0.0.1:9/x"), "notify", "test", file);

    assertThat(tried.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(tried.out()).contains("$HOOK_URL  json    no answer from $HOOK_URL (");
  }

  @Test
  void test_fileWithoutNotifications_saysWhatItNeeds() throws Exception {
    String file =
        Workplace.create(folder, "db")
            .sweep(SWEEP.substring(0, SWEEP.indexOf("notify")))
            .toString();

    Ran tried = trawl(Map.of(), "notify", "test", file);

    assertThat(tried.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(tried.err()).contains("need the key notify in ");
  }
}
