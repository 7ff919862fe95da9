package dev.godwit.plan.schema;

import dev.godwit.model.ProblemKind;
import dev.godwit.recipe.Recipe;
import dev.godwit.recipe.Recipes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says, where an application's tool makes its tables and Godwit makes them instead, that the tool
 * is not at home in them, which columns it may have made otherwise, and how it makes its own.
 */
public final class Strangers {
  private static final int NAMED = 10;

  private Strangers() {}

  static void warn(Collection<TableDraft> drafts, MappingNotes notes) {
    Set<String> said = new TreeSet<>();
    for (TableDraft draft : drafts) {
      Optional<Recipe> known = Recipes.history(draft.source).map(Recipes.Found::recipe);
      if (draft.profile == null || known.isEmpty()) {
        continue;
      }
      Recipe tool = known.get();
      String table = draft.source.name();
      String hint = "rule: " + table + ": skip";
      if (said.add(tool.title())) {
        notes.warn(table, null, ProblemKind.HISTORY, words(tool, others(drafts)), hint);
      } else {
        String message = "a history table of " + tool.title() + " too, moved like any other";
        notes.warn(table, null, ProblemKind.HISTORY, message, hint);
      }
    }
  }

  private static String words(Recipe tool, List<String> others) {
    String columns =
        others.isEmpty()
            ? ""
            : "; of these columns it may have made others: "
                + String.join(", ", others.subList(0, Math.min(NAMED, others.size())))
                + (others.size() > NAMED ? " and " + (others.size() - NAMED) + " more" : "");
    return "the history table of "
        + tool.title()
        + ", moved like any other. No ORM is at home in tables that Godwit makes: where the"
        + " application is to run there, let "
        + tool.prepare()
        + " make the tables of an empty database first, and migrate into them"
        + columns;
  }

  /** Columns whose type is called otherwise than it was declared. */
  private static List<String> others(Collection<TableDraft> drafts) {
    List<String> result = new ArrayList<>();
    for (TableDraft draft : drafts) {
      if (draft.profile != null && draft.profile.history() != null) {
        continue;
      }
      for (TableDraft.Part part : draft.parts()) {
        String declared = part.source.type().name();
        String made = part.type.name();
        if (!isPlain(declared) && !declared.equalsIgnoreCase(made)) {
          result.add(
              draft.source.name() + "." + part.source.name() + " " + declared + " → " + made);
        }
      }
    }
    return result;
  }

  /** Every tool makes these alike. */
  private static boolean isPlain(String declared) {
    String word = declared.toLowerCase(Locale.ROOT);
    return word.isEmpty()
        || word.equals("integer")
        || word.equals("int")
        || word.equals("text")
        || word.startsWith("varchar");
  }
}
