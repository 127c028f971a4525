package dev.trawl.cli;

import dev.trawl.cli.text.TextTable;
import dev.trawl.notify.Sent;
import dev.trawl.track.RunStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description =
        "Lists the notifications of a database: which were sent, and why others were not.",
    footerHeading = "%nExamples:%n",
    footer = "  trawl notify list --json")
final class NotifyListCommand implements Callable<Integer> {
  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  NotifyListCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    try (RunStore store = wiring.database().openToRead()) {
      List<Sent> all = Sent.all(store);
      output.out().print(json.json ? wiring.json().write(all) + "\n" : table(all));
      return ExitCode.OK;
    }
  }

  private String table(List<Sent> all) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("EVENT"),
                TextTable.Column.left("ADDRESS"),
                TextTable.Column.right("TRIES"),
                TextTable.Column.left("STATE"),
                TextTable.Column.left("TEXT")));
    for (Sent each : all) {
      table.add(
          List.of(
              each.event(),
              each.address(),
              Integer.toString(each.tries()),
              each.state(),
              each.text()));
    }
    return table.render(output.heading());
  }
}
