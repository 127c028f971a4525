package dev.trawl.cli;

import dev.trawl.cli.text.TagText;
import dev.trawl.track.RunStore;
import dev.trawl.track.Tag;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "tag",
    description = {
      "Sets tags of a sweep or a run: a name with a text, to find it by.",
      "An empty text removes the tag. Prints the tags that there are then."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl tag 5be01c77 reviewed=yes by=ada",
      "  trawl tag mnist-quick purpose='baseline for the paper'",
      "  trawl tag 5be01c77 reviewed=",
      "  trawl runs mnist-quick --filter \"tags.reviewed = 'yes'\""
    })
final class TagCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "SWEEP|RUN",
      description = "A sweep's name or id, or a run's id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "NAME=VALUE",
      description = "A tag's name, up to 250 characters, and its text, up to 8000.")
  private List<String> settings = List.of();

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  TagCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    List<Tag> tags = settings.stream().map(TagCommand::parse).toList();
    try (RunStore store = wiring.database().openExisting()) {
      Subject subject = argument.find(store, wiring::next);
      for (Tag tag : tags) {
        subject = subject.tag(store, tag.name(), tag.value());
      }
      output
          .out()
          .print(
              json.json
                  ? wiring.json().write(subject.tags()) + "\n"
                  : TagText.table(subject.tags()));
      return ExitCode.OK;
    }
  }

  private static Tag parse(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 0) {
      throw CommandException.usage("need NAME=VALUE, found " + setting);
    }
    return tag(setting.substring(0, equals), setting.substring(equals + 1));
  }

  /** A tag from a command line. */
  static Tag tag(String name, String value) {
    try {
      return new Tag(name, value);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }
}
