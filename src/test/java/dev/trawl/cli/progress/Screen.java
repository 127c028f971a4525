package dev.trawl.cli.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a terminal shows after some output: enough of ECMA-48 for lines redrawn in place. */
final class Screen {
  private static final Pattern CONTROL = Pattern.compile("\u001b\\[([?0-9;]*)([A-Za-z])");

  private final int width;
  private final List<StringBuilder> lines = new ArrayList<>();
  private int row;
  private int column;

  private Screen(int width) {
    this.width = width;
  }

  /** The lines, without those at the end that are empty. */
  static List<String> of(String output, int width) {
    Screen screen = new Screen(width);
    Matcher control = CONTROL.matcher(output);
    int at = 0;
    while (at < output.length()) {
      if (control.region(at, output.length()).lookingAt()) {
        screen.control(control.group(1), control.group(2).charAt(0));
        at = control.end();
      } else {
        screen.character(output.charAt(at++));
      }
    }
    List<String> texts =
        new ArrayList<>(
            screen.lines.stream().map(line -> line.toString().stripTrailing()).toList());
    while (!texts.isEmpty() && texts.get(texts.size() - 1).isEmpty()) {
      texts.remove(texts.size() - 1);
    }
    return texts;
  }

  private StringBuilder line() {
    while (lines.size() <= row) {
      lines.add(new StringBuilder());
    }
    return lines.get(row);
  }

  private void character(char character) {
    switch (character) {
      case '\r' -> column = 0;
      case '\n' -> row++;
      case '\b' -> column--;
      default -> {
        if (column == width) {
          column = 0;
          row++;
        }
        StringBuilder line = line();
        while (line.length() <= column) {
          line.append(' ');
        }
        line.setCharAt(column++, character);
      }
    }
  }

  private void control(String argument, char command) {
    int count = argument.matches("[0-9]+") ? Integer.parseInt(argument) : 1;
    switch (command) {
      case 'A' -> row -= count;
      case 'B' -> row += count;
      case 'C' -> column += count;
      case 'D' -> column -= count;
      case 'G' -> column = count - 1;
      case 'K' -> line().setLength(Math.min(line().length(), column));
      case 'J' -> {
        line().setLength(Math.min(line().length(), column));
        lines.subList(row + 1, lines.size()).clear();
      }
      case 'm', 'h', 'l' -> {}
      default -> throw new IllegalArgumentException("need a known control, found " + command);
    }
  }
}
