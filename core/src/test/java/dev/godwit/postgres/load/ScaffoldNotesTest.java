package dev.godwit.postgres.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is off between two transactions of a load. */
@ExtendWith(FreshDatabase.class)
class ScaffoldNotesTest {
  private static final String AWKWARD = "a\u001fb\\c\"d,e{f}'g\nNULL";

  @Test
  void isReadBackAsItWasNotedWhateverItsNames(Database database) throws SQLException {
    List<Piece> off =
        List.of(
            piece(Piece.Type.KEY, AWKWARD, List.of(AWKWARD, "", "NULL", " "), List.of()),
            piece(Piece.Type.FOREIGN_KEY, "k", List.of("x"), List.of("\u001f", "\\")),
            piece(Piece.Type.INDEX, "i", List.of(), List.of("lower(x)", "")));
    Map<String, List<String>> triggers =
        Map.of(
            "\"t\u001f\"", List.of("ENABLE TRIGGER \"a\u001fb\"", "ENABLE ALWAYS TRIGGER \",\""));
    try (Connection connection = database.connect()) {
      ScaffoldNotes notes = new ScaffoldNotes(connection, "public");
      notes.write(off, triggers);
      List<Piece> read = new ArrayList<>();
      Map<String, List<String>> on = new LinkedHashMap<>();
      assertThat(notes.read(read, on)).isTrue();
      assertThat(read).isEqualTo(off);
      assertThat(on).isEqualTo(triggers);
    }
  }

  private static Piece piece(
      Piece.Type type, String name, List<String> columns, List<String> others) {
    return new Piece(
        type, "public", "t", name, "…", null, columns, "s", "p", others, true, others, null, "",
        true);
  }
}
