package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import dev.godwit.recipe.Recipe;
import dev.godwit.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The recipes themselves: each is whole, in the index, and as the schema in the manual says. */
class RecipesTest {
  private static final Path FOLDER = Path.of("src/main/resources/dev/godwit/recipe");

  @TempDir Path folder;

  @Test
  void theIndexNamesEveryFileAndEachFileTheNameOfItsRecipe() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> there =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".yml"))
              .map(f -> f.replace(".yml", ""))
              .sorted()
              .toList();
      assertThat(Recipes.all().stream().map(Recipe::name).sorted().toList()).isEqualTo(there);
    }
  }

  @Test
  void theIndexHasTheTablesThatEachIsKnownBy() throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve("recipes.txt"));
    List<Recipe> recipes = Recipes.all();
    for (int i = 0; i < recipes.size(); i++) {
      Recipe recipe = recipes.get(i);
      Stream<String> history =
          recipe.kind() == Recipe.Kind.TOOL
              ? recipe.history().stream().map(Recipe.History::table)
              : Stream.of();
      String tables =
          Stream.of(recipe.detect().tables().keySet().stream(), Stream.of("/"), history)
              .flatMap(s -> s)
              .collect(Collectors.joining(" "));
      assertThat(lines.get(i)).isEqualTo(recipe.name() + " " + tables.toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void eachSaysHowItIsRecognisedAndIsBuiltOnOneThatThereIs() {
    for (Recipe recipe : Recipes.all()) {
      assertThat(recipe.detect().tables()).as(recipe.name()).isNotEmpty();
      assertThat(Recipes.named(recipe.name()).title()).isEqualTo(recipe.title());
      assertThat(recipe.prepare() != null || recipe.connect() != null).as(recipe.name()).isTrue();
    }
  }

  @Test
  void theSchemaOfTheManualHasJustTheKeysOfEachPart() throws IOException {
    JsonNode schema =
        JsonMapper.shared().readTree(Files.readString(Path.of("../docs/recipes.schema.json")));
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yml")).toList()) {
        JsonNode recipe = YAMLMapper.builder().build().readTree(Files.readString(file));
        assertThat(keys(schema.get("properties"))).as(file.toString()).containsAll(keys(recipe));
        for (String part : List.of("history", "convert", "sequences", "check")) {
          for (JsonNode entry : recipe.path(part)) {
            assertThat(keys(schema.get("properties").get(part).get("items").get("properties")))
                .as(file + " " + part)
                .containsAll(keys(entry));
          }
        }
      }
    }
    assertThat(keys(schema.get("properties")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Recipe.class.getRecordComponents()).map(c -> c.getName()).toList());
  }

  private static List<String> keys(JsonNode node) {
    return List.copyOf(node.propertyNames());
  }

  @Test
  void aRecipeThatIsWrongNamesItsKeyAndOneThatIsNotThereThoseThatAre() throws IOException {
    Path file = folder.resolve("own.yml");
    Files.writeString(file, "name: own\ntitle: Own\nkind: tool\ntried: application\nseed: {}\n");
    assertThatThrownBy(() -> Recipes.named(file.toString()))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining("own.yml is wrong")
        .hasMessageContaining("seed");
    Files.writeString(file, "name: own\ntitle: Own\nkind: tool\n");
    assertThatThrownBy(() -> Recipes.named(file.toString()))
        .hasMessageContaining("needs name, title, kind and tried");
    assertThatThrownBy(() -> Recipes.named("djago")).hasMessageContaining("django");
  }
}
