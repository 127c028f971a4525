package dev.trawl.export.predict;

import com.fasterxml.jackson.core.JsonProcessingException;

/** What is wrong with a text that should be JSON, for who wrote it. */
public final class JsonProblem {
  private JsonProblem() {}

  /** In the parser's words, without those for who programs with it, such as its settings. */
  public static String words(JsonProcessingException problem) {
    return problem
        .getOriginalMessage()
        .replaceAll("\\[Source: [^;]*; (line: \\d+, column: \\d+)]", "$1")
        .replaceAll("(: enable|, from|: not allowed as per) `[^`]*`( to allow)?", "")
        .replaceAll(" \\((not recognized as one since Feature|bound as) [^)]*\\)", "");
  }
}
