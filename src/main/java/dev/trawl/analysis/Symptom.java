package dev.trawl.analysis;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.track.Run;
import java.util.List;
import java.util.function.Function;

/**
 * What is wrong with a run, by its recorded epochs alone. What shows it and what to change is put
 * into words for who asks: of thousands of runs it is counted.
 */
public final class Symptom {
  private final Severity severity;
  private final String title;
  private final Function<RunSettings, Words> words;

  Symptom(Severity severity, String title, Function<RunSettings, Words> words) {
    this.severity = severity;
    this.title = title;
    this.words = words;
  }

  public Severity severity() {
    return severity;
  }

  /** One short sentence. */
  public String title() {
    return title;
  }

  Finding finding(Run run, RunSettings settings) {
    Words told = words.apply(settings);
    return new Finding(severity, title, told.detail(), List.of(run.id()), told.changes());
  }

  /** What a {@link Finding} says below its title. */
  record Words(String detail, List<FileChange> changes) {
    /**
     * @param otherwise what to try where there is nothing to change in a file
     */
    static Words of(String evidence, List<FileChange> changes, String otherwise) {
      return new Words(evidence + " " + FileRemedies.sentence(changes, otherwise), changes);
    }
  }
}
