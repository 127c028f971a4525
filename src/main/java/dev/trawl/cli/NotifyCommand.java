package dev.trawl.cli;

import picocli.CommandLine.Command;

@Command(
    name = "notify",
    description = {
      "Shows and tries the notifications that sweep files ask for.",
      "run, resume and serve send them; what could not be sent is tried again for two days by any"
          + " of them on the same database."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {"  trawl notify test sweeps/mine.yaml", "  trawl notify list"})
final class NotifyCommand {}
