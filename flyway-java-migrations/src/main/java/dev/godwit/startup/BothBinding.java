package dev.godwit.startup;

import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Outcome;
import dev.godwit.value.coerce.Coercions;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.SQLDialect;

/**
 * A binding whose SQLite side reads through the import's own table of coercions. What it reads and
 * writes there is a cell: long, double, String or byte[].
 */
@SuppressWarnings("serial") // jOOQ says that bindings are serializable; nobody stores one.
abstract class BothBinding<T> implements Binding<Object, T> {
  private static final ColumnType ANY = ColumnType.of(Kind.ANY, "");

  private final String column;
  private final Kind kind;
  private final Class<T> type;

  BothBinding(String column, Kind kind, Class<T> type) {
    this.column = column;
    this.kind = kind;
    this.type = type;
  }

  /** What a cell of this binding's kind says, in the form that {@link Kind} describes. */
  abstract T fromCell(Row row);

  /** What is written to SQLite. */
  abstract Object toSqlite(T value);

  /** What PostgreSQL's driver says; null where the column is NULL. */
  abstract T fromPostgres(ResultSet row, int index) throws SQLException;

  abstract void toPostgres(PreparedStatement statement, int index, T value) throws SQLException;

  /** The mark for a value in PostgreSQL's SQL. */
  String mark() {
    return "?";
  }

  GodwitException misfit(String why) {
    return GodwitException.refused("column " + column + " holds " + why);
  }

  @Override
  public Converter<Object, T> converter() {
    return Converter.ofNullable(Object.class, type, type::cast, value -> value);
  }

  @Override
  public void sql(BindingSQLContext<T> context) {
    context.render().sql(isSqlite(context.dialect()) ? "?" : mark());
  }

  private static boolean isSqlite(SQLDialect dialect) {
    return dialect.family() == SQLDialect.SQLITE;
  }

  @Override
  public void get(BindingGetResultSetContext<T> context) throws SQLException {
    ResultSet row = context.resultSet();
    context.value(
        isSqlite(context.dialect())
            ? fromSqlite(row.getObject(context.index()))
            : fromPostgres(row, context.index()));
  }

  private T fromSqlite(Object value) {
    if (value == null) {
      return null;
    }
    Row from = new Row(1);
    Row to = new Row(1);
    if (value instanceof Number number) {
      if (number instanceof Double || number instanceof Float) {
        from.setReal(0, number.doubleValue());
      } else {
        from.setInteger(0, number.longValue());
      }
    } else if (value instanceof byte[] bytes) {
      from.setBlob(0, bytes);
    } else {
      from.setText(0, value.toString().getBytes(StandardCharsets.UTF_8));
    }
    // A coercion is for one thread; making one is cheap.
    Coercion coercion = Coercions.of(ANY, ColumnType.of(kind, kind.name()), CoercionRules.DEFAULT);
    Outcome outcome = coercion.apply(from, 0, to, 0);
    if (outcome.isMisfit()) {
      throw misfit(outcome.reason());
    }
    return fromCell(to);
  }

  @Override
  public void set(BindingSetStatementContext<T> context) throws SQLException {
    T value = context.value();
    if (value == null) {
      context.statement().setNull(context.index(), Types.NULL);
    } else if (isSqlite(context.dialect())) {
      context.statement().setObject(context.index(), toSqlite(value));
    } else {
      toPostgres(context.statement(), context.index(), value);
    }
  }

  @Override
  public void register(BindingRegisterContext<T> context) throws SQLException {
    throw unsupported();
  }

  @Override
  public void get(BindingGetStatementContext<T> context) throws SQLException {
    throw unsupported();
  }

  @Override
  public void get(BindingGetSQLInputContext<T> context) throws SQLException {
    throw unsupported();
  }

  @Override
  public void set(BindingSetSQLOutputContext<T> context) throws SQLException {
    throw unsupported();
  }

  private static SQLException unsupported() {
    return new SQLFeatureNotSupportedException("there are no stored procedures on SQLite");
  }
}
