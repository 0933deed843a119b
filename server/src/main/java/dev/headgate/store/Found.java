package dev.headgate.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// What a question finds, row by row, where there may be very many. Columns are numbered from one,
/// in the question's order, and have a value.
public final class Found implements AutoCloseable {
  private final PreparedStatement statement;
  private final ResultSet rows;

  private Found(PreparedStatement statement) throws SQLException {
    this.statement = statement;
    rows = statement.executeQuery();
  }

  /// `sql` has a `?` for each value.
  public static Found of(Handle handle, String sql, List<?> values) {
    try {
      var statement = handle.getConnection().prepareStatement(sql);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      return new Found(statement);
    } catch (SQLException wrong) {
      throw new Rows.Failed(wrong);
    }
  }

  /// Goes to the next row; says whether there is one.
  public boolean next() {
    try {
      return rows.next();
    } catch (SQLException wrong) {
      throw new Rows.Failed(wrong);
    }
  }

  public long number(int column) {
    try {
      return rows.getLong(column);
    } catch (SQLException wrong) {
      throw new Rows.Failed(wrong);
    }
  }

  public String text(int column) {
    try {
      return rows.getString(column);
    } catch (SQLException wrong) {
      throw new Rows.Failed(wrong);
    }
  }

  public byte[] bytes(int column) {
    try {
      return rows.getBytes(column);
    } catch (SQLException wrong) {
      throw new Rows.Failed(wrong);
    }
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException wrong) {
      throw new Rows.Failed(wrong);
    }
  }
}
