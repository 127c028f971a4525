package dev.trawl.analysis;

import java.util.List;

/**
 * Something that a sweep's runs show, in plain language.
 *
 * @param title one short sentence
 * @param detail the numbers, what they point to and what to try
 * @param runIds the runs that show it
 */
public record Finding(Severity severity, String title, String detail, List<String> runIds) {
  public Finding {
    runIds = List.copyOf(runIds);
  }

  /** How much it stands in the way of a good model. */
  public enum Severity {
    INFO,
    WARNING,
    ERROR
  }
}
