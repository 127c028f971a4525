package dev.trawl.sweep.read;

import dev.trawl.sweep.DatasetCatalog;
import dev.trawl.sweep.EpochRuleCatalog;
import dev.trawl.sweep.ParameterCatalog;
import dev.trawl.sweep.SearchCatalog;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Overrides;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.Problem;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import dev.trawl.sweep.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads sweep files. Immutable and safe for use by many threads. */
public final class SweepFiles {
  private static final String NEEDED = "method, dataset and parameters";

  private final DatasetCatalog datasets;
  private final ParameterCatalog parameters;
  private final SearchCatalog search;
  private final EpochRuleCatalog rules;

  public SweepFiles(
      DatasetCatalog datasets,
      ParameterCatalog parameters,
      SearchCatalog search,
      EpochRuleCatalog rules) {
    this.datasets = datasets;
    this.parameters = parameters;
    this.search = search;
    this.rules = rules;
  }

  /** The hyperparameters that files may name. */
  public ParameterCatalog parameters() {
    return parameters;
  }

  /** W&B's keys that mean nothing here: a file may have them. */
  public static List<String> ignoredKeys() {
    return OtherKeys.IGNORED;
  }

  /**
   * What the file says.
   *
   * @throws InvalidSweepException with every problem, when there is one
   */
  public Checked read(SweepSource source) throws InvalidSweepException {
    Problems problems = new Problems(files(source));
    YamlReader reader = new YamlReader(problems);
    Optional<YamlNode> document = reader.read(source.text(), source.file(), 0);
    Optional<Mapping> file = root(source, document, problems);
    Mapping root = file.orElse(new Mapping(new Place(source.file(), 1, 1), Map.of()));
    Mapping overridden = new Overrides(reader, problems).apply(source.overrides(), root);
    if (file.isEmpty()) {
      problems.check();
    }
    SweepSpec spec =
        new SpecReader(overridden, datasets, parameters, search, rules, problems)
            .read(defaultName(source));
    return new Checked(spec, problems.warnings());
  }

  /** The file's mapping; empty after a problem that hides it. */
  private static Optional<Mapping> root(
      SweepSource source, Optional<YamlNode> document, Problems problems) {
    Place start = new Place(source.file(), 1, 1);
    if (document.isEmpty() || document.get().isNothing()) {
      problems.errorIfNone(start, "an empty file", "a sweep: at least " + NEEDED);
      return Optional.empty();
    }
    return NodeType.mapping("a mapping of keys: at least " + NEEDED).read(document.get(), problems);
  }

  private static List<String> files(SweepSource source) {
    List<String> files = new ArrayList<>(List.of(source.file()));
    source.overrides().forEach(override -> files.add(Overrides.file(override)));
    return files;
  }

  private static String defaultName(SweepSource source) {
    String file = source.file();
    String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    String name = last.lastIndexOf('.') > 0 ? last.substring(0, last.lastIndexOf('.')) : last;
    return name.isBlank() ? "sweep" : name;
  }

  /**
   * A valid sweep and what its author should know about it.
   *
   * @param warnings located like problems, but nothing that stops the sweep
   */
  public record Checked(SweepSpec spec, List<Problem> warnings) {
    public Checked {
      warnings = List.copyOf(warnings);
    }
  }
}
