package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.ReportJson;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a program that embeds Godwit compiles against: these types, and what they name. */
class ApiTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /** Where a program begins. */
  private static final List<Class<?>> ROOTS =
      List.of(
          Godwit.class, Move.class, Stores.class, Schema.class, RulesFile.class, ReportJson.class);

  /**
   * Given from one call to another. What stores can is for those who write stores; what a plan
   * holds is in the report of it, and its problems are said by a type of the list.
   */
  private static final Set<Class<?>> HANDLES = Set.of(Source.class, Target.class, Plan.class);

  /** By package. One more is a promise for years: think twice. */
  private static final Set<String> API =
      Set.copyOf(
          Stream.of(
                  "Godwit Move Schema Stores",
                  "copy.Findings copy.Progress copy.Trace",
                  "history.Folding history.ModeKind history.Run history.Verb",
                  "inspect.ColumnProfile inspect.Declared inspect.Mark inspect.Seen",
                  "inspect.StoreProfile inspect.TableProfile",
                  "model.Affinity model.GodwitException model.OnConflict model.Problem",
                  "model.ProblemKind model.Verdict",
                  "plan.Conflicts plan.Content plan.NameStyle plan.OnMisfit plan.Owner plan.Plan",
                  "plan.Rules plan.RulesFile plan.Scope plan.TimeRule plan.ValueRule",
                  "report.Difference report.Forecast report.Match report.Report",
                  "report.ReportJson report.TableReport",
                  "run.Emptying run.Mode run.Options run.Pace run.Safety",
                  "store.Holder store.Ledger store.Source store.Target",
                  "value.Conversions value.Precision value.TimeRules value.Unit",
                  "verify.Depth")
              .flatMap(line -> Stream.of(line.split(" ")))
              .toList());

  @Test
  void theTypesThatCallersMeetAreThoseOfTheList() {
    Set<String> met = new TreeSet<>();
    Deque<Class<?>> open = new ArrayDeque<>();
    ROOTS.forEach(r -> meet(r, met, open));
    while (!open.isEmpty()) {
      Class<?> type = open.poll();
      if (!HANDLES.contains(type)) {
        members(type, met, open);
      }
    }
    assertThat(met).containsExactlyInAnyOrderElementsOf(API);
  }

  private static void members(Class<?> type, Set<String> met, Deque<Class<?>> open) {
    for (Method method : type.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
        meet(method.getGenericReturnType(), met, open);
        Stream.of(method.getGenericParameterTypes()).forEach(t -> meet(t, met, open));
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (Modifier.isPublic(constructor.getModifiers())) {
        Stream.of(constructor.getGenericParameterTypes()).forEach(t -> meet(t, met, open));
      }
    }
    for (Class<?> nested : type.getDeclaredClasses()) {
      if (Modifier.isPublic(nested.getModifiers())) {
        members(nested, met, open);
      }
    }
  }

  private static void meet(Type type, Set<String> met, Deque<Class<?>> open) {
    if (type instanceof Class<?> c) {
      Class<?> outer = c.isArray() ? c.getComponentType() : c;
      while (outer.getEnclosingClass() != null) {
        outer = outer.getEnclosingClass();
      }
      String name = outer.getName();
      if (name.startsWith("dev.godwit.") && met.add(name.substring("dev.godwit.".length()))) {
        open.add(outer);
      }
    } else if (type instanceof ParameterizedType p) {
      meet(p.getRawType(), met, open);
      Stream.of(p.getActualTypeArguments()).forEach(t -> meet(t, met, open));
    } else if (type instanceof WildcardType w) {
      Stream.of(w.getUpperBounds()).forEach(t -> meet(t, met, open));
    } else if (type instanceof GenericArrayType a) {
      meet(a.getGenericComponentType(), met, open);
    }
  }

  @Test
  void eachOfThemSaysWhatItPromises() throws IOException {
    List<String> silent = new ArrayList<>();
    for (String name : API) {
      String text = Files.readString(source(name));
      String simple = name.substring(name.lastIndexOf('.') + 1);
      if (!text.matches(
          "(?s).*\\*/\\s*(@\\w+(\\([^)]*\\))?\\s*)*public [\\w ]*(class|record|enum|interface) "
              + simple
              + "\\b.*")) {
        silent.add(name);
      }
    }
    assertThat(silent).isEmpty();
  }

  /** Of the types where a program begins: whatever else is there tells by its name. */
  @Test
  void eachCallOfTheFacadeIsExplained() throws IOException {
    List<String> silent = new ArrayList<>();
    for (String name : List.of("Godwit", "Move", "Stores", "plan.RulesFile", "report.ReportJson")) {
      List<String> lines = Files.readAllLines(source(name));
      for (int i = 1; i < lines.size(); i++) {
        String before = lines.get(i - 1).strip();
        if (lines.get(i).startsWith("  public ")
            && !before.endsWith("*/")
            && !before.startsWith("@Override")) {
          silent.add(name + ": " + lines.get(i).strip());
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  private static Path source(String name) {
    return SOURCES.resolve("dev/godwit/" + name.replace('.', '/') + ".java");
  }
}
