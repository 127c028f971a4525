package dev.trawl.sweep.yaml;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What an unquoted scalar is. YAML 1.1, as W&B reads it, except that {@code 1e-3} is a number
 * without its dot, and that octal, binary and base-60 numbers and dates are text: where a number is
 * needed they are refused rather than read as something surprising.
 */
final class ScalarResolver extends Resolver {
  private static final Pattern INTEGER = Pattern.compile("[-+]?(?:0|[1-9][0-9_]*|0x[0-9a-fA-F]+)");
  private static final Pattern REAL =
      Pattern.compile(
          "[-+]?(?:[0-9][0-9_]*\\.[0-9_]*|\\.[0-9][0-9_]*|[0-9][0-9_]*(?=[eE]))(?:[eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
  private static final Pattern BOOLEAN =
      Pattern.compile("yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF");
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

  @Override
  public Tag resolve(NodeId kind, @Nullable String value, boolean implicit) {
    if (kind == NodeId.mapping) {
      return Tag.MAP;
    }
    if (kind == NodeId.sequence) {
      return Tag.SEQ;
    }
    return implicit && value != null ? plain(value) : Tag.STR;
  }

  private static Tag plain(String text) {
    if (NOTHING.contains(text)) {
      return Tag.NULL;
    }
    if (BOOLEAN.matcher(text).matches()) {
      return Tag.BOOL;
    }
    if (INTEGER.matcher(text).matches()) {
      return Tag.INT;
    }
    if (REAL.matcher(text).matches()) {
      return Tag.FLOAT;
    }
    return text.equals("<<") ? Tag.MERGE : Tag.STR;
  }
}
