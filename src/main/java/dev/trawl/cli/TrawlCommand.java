package dev.trawl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

@Command(
    name = "trawl",
    description = "Runs hyperparameter sweeps, and keeps and compares what they found.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl check sweeps/mnist-quick.yaml",
      "  trawl run sweeps/mnist-quick.yaml",
      "  trawl serve",
      "  trawl export mnist-quick -o best/",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or an invalid file, 3 the best run is not as",
      "required, 130 interrupted, 141 nobody reads the results any more."
    })
final class TrawlCommand {
  @Mixin final GlobalOptions options;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Print this help.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Print the version.")
  boolean version;

  TrawlCommand(GlobalOptions options) {
    this.options = options;
  }
}
