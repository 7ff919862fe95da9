package dev.godwit.cli.settings;

import java.util.List;

/**
 * An option that was not written on the command line.
 *
 * @param name the long option, without its dashes
 * @param values what it takes, one for each time that it would be written; none where it is false
 * @param origin where it is written: the file, with the profile, or the variable
 */
public record Setting(String name, List<String> values, String origin) {
  /** As a command line has it. */
  public List<String> words(boolean flag) {
    return values.stream()
        .map(v -> flag && v.equals("true") ? "--" + name : "--" + name + "=" + v)
        .toList();
  }
}
