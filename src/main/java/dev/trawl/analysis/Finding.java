package dev.trawl.analysis;

import java.util.List;

/**
 * Something that a sweep's runs show, or one of them, in plain language.
 *
 * @param title one short sentence
 * @param detail the numbers, what they point to and what to try
 * @param runIds the runs that show it
 * @param changes of the sweep file that the detail says to try, the likeliest first
 */
public record Finding(
    Severity severity, String title, String detail, List<String> runIds, List<FileChange> changes) {
  public Finding {
    runIds = List.copyOf(runIds);
    changes = List.copyOf(changes);
  }

  /** One that names no change of the file. */
  Finding(Severity severity, String title, String detail, List<String> runIds) {
    this(severity, title, detail, runIds, List.of());
  }

  /** How much it stands in the way of a good model. */
  public enum Severity {
    INFO,
    WARNING,
    ERROR
  }
}
