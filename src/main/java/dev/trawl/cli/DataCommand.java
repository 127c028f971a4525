package dev.trawl.cli;

import picocli.CommandLine.Command;

@Command(
    name = "data",
    description = "Fetches datasets into the cache, and verifies them there.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {"  trawl data fetch mnist", "  trawl data verify mnist"})
final class DataCommand {}
