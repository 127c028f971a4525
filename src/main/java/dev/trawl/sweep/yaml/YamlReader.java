package dev.trawl.sweep.yaml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads YAML text into a {@link YamlNode}; whatever the text is, what is wrong has a place. */
public final class YamlReader {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final int MAX_CHARACTERS = 1_000_000;
  static final int MAX_DEPTH = 50;

  private final Problems problems;

  public YamlReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * The text's one document. A byte order mark before it is no part of it and takes no column.
   *
   * @param file the file's name in problems
   * @param columns how many columns stand before the text on its first line
   * @return empty for an empty document, or after a problem that hides the rest of the text
   */
  public Optional<YamlNode> read(String marked, String file, int columns) {
    String text = marked.startsWith(BYTE_ORDER_MARK) ? marked.substring(1) : marked;
    if (text.length() > MAX_CHARACTERS) {
      problems.error(
          new Place(file, 1, 1 + columns),
          text.length() + " characters",
          "at most " + MAX_CHARACTERS);
      return Optional.empty();
    }
    if (!UnreadableCharacter.report(text, file, columns, problems)) {
      return Optional.empty();
    }
    try {
      return compose(text, file, columns);
    } catch (YAMLException | IllegalArgumentException e) {
      // SnakeYAML lets a NumberFormatException through for an escape far beyond Unicode.
      new SyntaxProblem(text, file, columns).report(e, problems);
    }
    return Optional.empty();
  }

  private Optional<YamlNode> compose(String text, String file, int columns) {
    Mark tooDeep = firstTooDeep(parser(text));
    if (tooDeep != null) {
      problems.error(
          NodeExpander.place(tooDeep, file, columns),
          "nesting more than " + MAX_DEPTH + " levels deep",
          "a sweep file, which needs at most 4");
      return Optional.empty();
    }
    LoaderOptions options = options();
    Node root = new Composer(parser(text), new ScalarResolver(), options).getSingleNode();
    return root == null
        ? Optional.empty()
        : Optional.of(new NodeExpander(file, columns, problems).expand(root));
  }

  /** Asked before composing, which recurses and has no position for this. */
  private static @Nullable Mark firstTooDeep(Parser parser) {
    int depth = 0;
    while (!parser.checkEvent(Event.ID.StreamEnd)) {
      Event event = parser.getEvent();
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        return event.getStartMark();
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
    return null;
  }

  private static Parser parser(String text) {
    return new ParserImpl(new StreamReader(text), options());
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH + 1);
    // NodeExpander bounds what aliases expand to, and has positions.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    return options;
  }
}
