package dev.trawl.cli;

import dev.trawl.data.DatasetException;
import dev.trawl.data.Datasets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "fetch",
    description = "Fetches a dataset into the cache, unless it is there and sound.",
    footerHeading = "%nExamples:%n",
    footer = "  trawl data fetch mnist")
final class DataFetchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The dataset, such as mnist.")
  private String name = "";

  private final Output output;
  private final Wiring wiring;

  DataFetchCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws DatasetException {
    Datasets datasets = wiring.datasets();
    DatasetName.require(datasets, name);
    datasets.fetch(name);
    output.out().println(datasets.verify(name).folder());
    return ExitCode.OK;
  }
}
