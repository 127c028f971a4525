package dev.trawl.analysis;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.EditedText;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.ValueText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file to begin another sweep with: a sweep's own as it was run, what was changed on the way
 * written into it; or the same for one run, with the parameters of one that there was.
 */
public final class AgainFile {
  /** A text that YAML takes for nothing else. */
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?i:true|false|null|yes|no|on|off|y|n)$)[A-Za-z_][A-Za-z0-9_]*");

  /** What chooses between points, where there is one. */
  private static final List<String> OF_MANY = List.of("forbid", "enqueue", "finals");

  private static final String BY_HAND = "TO BE CHANGED BY HAND: ";

  private final SweepFiles files;
  private final String name;
  private final SweepSource source;

  /**
   * @param name of the sweep, for people
   * @param source with all that was changed of the sweep since its start
   */
  public AgainFile(SweepFiles files, String name, SweepSource source) {
    this.files = files;
    this.name = name;
    this.source = source;
  }

  /** The text for the whole sweep, with what it is above it. */
  public String ofSweep() {
    List<String> head = new ArrayList<>();
    EditedText text = whole(head);
    head.add(0, "The sweep file of %s, as it was run.".formatted(name));
    return headed(head, text);
  }

  /**
   * The text for one run with these parameters, and with what its diagnosis says to change; why
   * stands above it. What can't be written into the text is told there, too.
   *
   * @param findings of the run; of two changes of one key the first counts
   */
  public String ofRun(int number, Map<String, Object> parameters, List<Finding> findings) {
    List<String> head = new ArrayList<>();
    EditedText all = whole(head);
    EditedText text = all;
    head.add(0, "Run %d of %s: its parameters, for one run.".formatted(number, name));
    Map<String, String> values = new LinkedHashMap<>();
    searched(parameters, text).forEach((key, value) -> values.put(key, yaml(value)));
    text = text.withParameters(values);
    for (String key : OF_MANY) {
      text = text.without(key);
    }
    text = text.with("run_cap", "1").orElse(text);
    if (isOneRun(text, parameters)) {
      return headed(head, changed(text, parameters, findings, head));
    }
    values.forEach((key, value) -> head.add(BY_HAND + key + " is " + value));
    head.add(BY_HAND + "run_cap is 1");
    findings.stream()
        .flatMap(finding -> finding.changes().stream())
        .forEach(change -> head.add(BY_HAND + change.told()));
    return headed(head, all);
  }

  /** With all changes that leave it one run. */
  private EditedText changed(
      EditedText one, Map<String, Object> parameters, List<Finding> findings, List<String> head) {
    Map<String, Object> kept = new LinkedHashMap<>(parameters);
    Set<String> seen = new HashSet<>();
    EditedText text = one;
    for (Finding finding : findings) {
      if (!finding.changes().isEmpty()) {
        head.add("%s. %s".formatted(finding.title(), finding.detail()));
      }
      for (FileChange change : finding.changes()) {
        if (seen.add(change.key())) {
          kept.remove(change.key());
          Optional<EditedText> edited = edited(text, change).filter(each -> isOneRun(each, kept));
          head.add((edited.isPresent() ? "CHANGED: " : BY_HAND) + change.told());
          text = edited.orElse(text);
        }
      }
    }
    return text;
  }

  private static Optional<EditedText> edited(EditedText text, FileChange change) {
    return change.isParameter()
        ? text.with("parameters." + change.key(), "{value: %s}".formatted(change.value()))
        : text.with(change.key(), change.value());
  }

  private static String headed(List<String> head, EditedText text) {
    StringBuilder file = new StringBuilder();
    head.forEach(line -> file.append("# ").append(SafeText.line(line)).append('\n'));
    return file.append('\n').append(text).toString();
  }

  /** Without what the file fixes at another place than its parameters. */
  private Map<String, Object> searched(Map<String, Object> parameters, EditedText text) {
    Map<String, Object> searched = new LinkedHashMap<>(parameters);
    try {
      Map<String, Distribution> space = spec(source).search().parameters();
      searched
          .entrySet()
          .removeIf(each -> isFixed(each, space) && !text.hasParameter(each.getKey()));
    } catch (InvalidSweepException e) {
      // Valid for another build: all of them, then.
    }
    return searched;
  }

  private static boolean isFixed(
      Map.Entry<String, Object> parameter, Map<String, Distribution> space) {
    Distribution distribution = space.get(parameter.getKey());
    return distribution != null && distribution.samples().equals(List.of(parameter.getValue()));
  }

  /** With all overrides; where that would be another sweep, as it is, and they are told. */
  private EditedText whole(List<String> head) {
    EditedText plain = new EditedText(source.text());
    EditedText text = plain;
    for (String override : source.overrides()) {
      int equals = override.indexOf('=');
      text = text.with(override.substring(0, equals), override.substring(equals + 1)).orElse(text);
    }
    if (source.overrides().isEmpty() || isSame(text)) {
      return text;
    }
    source.overrides().forEach(each -> head.add(BY_HAND + "it was run with " + each));
    return plain;
  }

  private boolean isOneRun(EditedText text, Map<String, Object> parameters) {
    try {
      SweepSpec one = spec(new SweepSource(source.file(), text.toString(), List.of()));
      Map<String, Distribution> space = one.search().parameters();
      return Integer.valueOf(1).equals(one.search().runCap())
          && parameters.entrySet().stream().allMatch(each -> isFixed(each, space));
    } catch (InvalidSweepException e) {
      return false;
    }
  }

  private boolean isSame(EditedText text) {
    try {
      return spec(source).equals(spec(new SweepSource(source.file(), text.toString(), List.of())));
    } catch (InvalidSweepException e) {
      return false; // or what was valid for another build
    }
  }

  private SweepSpec spec(SweepSource read) throws InvalidSweepException {
    return files.read(read).spec();
  }

  private static String yaml(Object value) {
    boolean isQuoted = value instanceof String text && !PLAIN.matcher(text).matches();
    String text = ValueText.of(value);
    return isQuoted ? "'" + text.replace("'", "''") + "'" : text;
  }
}
