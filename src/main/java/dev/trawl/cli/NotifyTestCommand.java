package dev.trawl.cli;

import dev.trawl.cli.text.TextTable;
import dev.trawl.notify.TestDelivery;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.yaml.InvalidSweepException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description = "Sends a test to each address of a sweep file.",
    footerHeading = "%nExamples:%n",
    footer = "  trawl notify test sweeps/mine.yaml")
final class NotifyTestCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The sweep file.")
  private String file = "";

  @Mixin private SweepArguments arguments = new SweepArguments();
  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  NotifyTestCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException, InvalidSweepException, InterruptedException {
    SweepSpec spec = wiring.sweepFiles().read(arguments.read(file)).spec();
    if (spec.execution().webhooks().isEmpty()) {
      throw CommandException.usage("need the key notify in %s, found none".formatted(file));
    }
    List<TestDelivery> deliveries = wiring.tryNotifications(spec);
    output.out().print(json.json ? wiring.json().write(deliveries) + "\n" : table(deliveries));
    return deliveries.stream().allMatch(delivery -> delivery.failure() == null)
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private String table(List<TestDelivery> deliveries) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("ADDRESS"),
                TextTable.Column.left("FORMAT"),
                TextTable.Column.left("RESULT")));
    for (TestDelivery delivery : deliveries) {
      table.add(
          List.of(
              delivery.address(),
              delivery.format(),
              Objects.requireNonNullElse(delivery.failure(), "taken")));
    }
    return table.render(output.heading());
  }
}
