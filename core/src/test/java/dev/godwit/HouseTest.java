package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How large anything may become, in the main sources of all modules. */
class HouseTest {
  private static final int FIELDS = 15;
  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 46;
  private static final int METHODS = 10;

  /** More than {@link #FIELDS}, each for a reason. */
  private static final Set<String> WIDE =
      Set.of(
          // A bean, as Flyway wants it: each setting of flyway.godwit.* is a property.
          "dev.godwit.flyway.GodwitExtension",
          // Its components are the keys of a recipe's file, which people write.
          "dev.godwit.recipe.Recipe");

  private static final Map<String, Integer> FILES = new TreeMap<>();
  private static final Map<String, Integer> TYPES = new TreeMap<>();
  private static final Map<String, Integer> LENGTHS = new TreeMap<>();
  private static final Map<String, Set<String>> INTERFACES = new TreeMap<>();
  private static final Map<String, List<String>> PARENTS = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("core", "flyway-java-migrations", "cli", "cli/dist")) {
      try (Stream<Path> all = Files.walk(Path.of("..", module, "src/main/java"))) {
        all.filter(f -> f.toString().endsWith(".java")).forEach(files::add);
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      SourcePositions places = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new Measure(unit, places).scan(unit, null);
      }
    }
    for (Path file : files) {
      FILES.put(file.toString(), Files.readAllLines(file).size());
    }
  }

  /** Takes the measures of every type in a file. */
  private static final class Measure extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions places;

    Measure(CompilationUnitTree unit, SourcePositions places) {
      this.unit = unit;
      this.places = places;
    }

    private String name(ClassTree type) {
      StringBuilder name = new StringBuilder(type.getSimpleName());
      for (var at = getCurrentPath().getParentPath(); at != null; at = at.getParentPath()) {
        if (at.getLeaf() instanceof ClassTree outer) {
          name.insert(0, outer.getSimpleName() + ".");
        }
      }
      return unit.getPackageName() + "." + name;
    }

    private static boolean isConstant(VariableTree field) {
      return field.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      String name = name(type);
      int fields = 0;
      Set<String> methods = new TreeSet<>();
      for (Tree member : type.getMembers()) {
        if (member instanceof VariableTree field && !isConstant(field)) {
          fields++;
        } else if (member instanceof MethodTree method) {
          long start = places.getStartPosition(unit, method.getBody());
          long end = places.getEndPosition(unit, method.getBody());
          if (method.getBody() != null && start >= 0) {
            long lines =
                unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start) + 1;
            LENGTHS.merge(
                name + "." + method.getName() + ", line " + unit.getLineMap().getLineNumber(start),
                (int) lines,
                Math::max);
          }
          if (!method.getModifiers().getFlags().contains(Modifier.STATIC)
              && !method.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
            methods.add(method.getName() + "" + method.getParameters());
          }
        }
      }
      if (type.getKind() != Tree.Kind.ENUM && type.getKind() != Tree.Kind.INTERFACE) {
        TYPES.merge(name, fields, Math::max);
      }
      if (type.getKind() == Tree.Kind.INTERFACE) {
        INTERFACES.put(name, methods);
        List<String> parents = new ArrayList<>();
        type.getImplementsClause()
            .forEach(p -> parents.add("." + p.toString().replaceAll("<.*", "")));
        PARENTS.put(name, parents);
      }
      return super.visitClass(type, null);
    }
  }

  private static List<String> over(Map<String, Integer> measured, int most) {
    return measured.entrySet().stream()
        .filter(e -> e.getValue() > most)
        .map(e -> e.getKey() + ": " + e.getValue())
        .toList();
  }

  @Test
  void noTypeHasMoreThan15Fields() {
    Map<String, Integer> measured = new TreeMap<>(TYPES);
    assertThat(measured.keySet()).as("the exceptions").containsAll(WIDE);
    measured.keySet().removeAll(WIDE);
    assertThat(over(measured, FIELDS)).isEmpty();
  }

  @Test
  void noFileHasMoreThan400Lines() {
    assertThat(FILES).hasSizeGreaterThan(500);
    assertThat(over(FILES, FILE_LINES)).isEmpty();
  }

  @Test
  void noMethodHasMoreThan46Lines() {
    assertThat(over(LENGTHS, METHOD_LINES)).isEmpty();
  }

  /** Those of the interfaces that it extends count too. */
  @Test
  void noInterfaceHasMoreThan10Methods() {
    Map<String, Integer> measured = new TreeMap<>();
    INTERFACES.keySet().forEach(name -> measured.put(name, methods(name).size()));
    assertThat(measured).hasSizeGreaterThan(50);
    assertThat(over(measured, METHODS)).isEmpty();
  }

  private static Set<String> methods(String name) {
    Set<String> all = new TreeSet<>(INTERFACES.get(name));
    for (String parent : PARENTS.get(name)) {
      INTERFACES.keySet().stream()
          .filter(n -> n.endsWith(parent))
          .forEach(n -> all.addAll(methods(n)));
    }
    return all;
  }
}
