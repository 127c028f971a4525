package dev.trawl.cli;

import dev.trawl.track.RunStore;
import dev.trawl.track.Tag;
import java.io.IOException;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "note",
    description = {
      "Writes a note on a sweep or a run in place of the one it has, or prints that.",
      "The note is the tag " + Tag.NOTE + ", of up to 8000 characters; an empty one removes it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl note 5be01c77 'diverged after epoch 3: the learning rate is too high'",
      "  trawl note mnist-quick - < findings.txt",
      "  trawl note mnist-quick"
    })
final class NoteCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "SWEEP|RUN",
      description = "A sweep's name or id, or a run's id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TEXT",
      description = "The note; - reads it from stdin. Without it the note is printed.")
  private @Nullable String text;

  private final Output output;
  private final Wiring wiring;

  NoteCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException {
    Tag note = text == null ? null : TagCommand.tag(Tag.NOTE, text.equals("-") ? typed() : text);
    try (RunStore store = wiring.database().openExisting()) {
      Subject subject = argument.find(store, wiring::next);
      if (note != null) {
        Subject noted = subject.tag(store, Tag.NOTE, note.value());
        output
            .err()
            .printf(
                "%s %s%n",
                note.value().isEmpty() ? "no note any more on" : "noted on", noted.describe());
      } else if (subject.tags().containsKey(Tag.NOTE)) {
        output.data().println(subject.tags().get(Tag.NOTE));
      } else {
        output.err().printf("no note on %s%n", subject.describe());
      }
      return ExitCode.OK;
    }
  }

  private String typed() throws IOException {
    StringWriter typed = new StringWriter();
    output.console().in().transferTo(typed);
    return typed.toString().stripTrailing();
  }
}
