package dev.headgate.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Many rows by one statement, for what is too frequent for more comfort. Values are given in the
/// statement's order.
public final class Rows implements AutoCloseable {
  private final PreparedStatement statement;
  private int column;

  private Rows(PreparedStatement statement) {
    this.statement = statement;
  }

  /// `sql` has a `?` for each value of a row.
  public static Rows of(Handle handle, String sql) {
    try {
      return new Rows(handle.getConnection().prepareStatement(sql));
    } catch (SQLException wrong) {
      throw failed(wrong);
    }
  }

  public Rows with(long value) {
    try {
      statement.setLong(++column, value);
      return this;
    } catch (SQLException wrong) {
      throw failed(wrong);
    }
  }

  public Rows with(@Nullable Long value) {
    return value == null ? nothing(Types.BIGINT) : with(value.longValue());
  }

  public Rows with(@Nullable Integer value) {
    return value == null ? nothing(Types.BIGINT) : with(value.longValue());
  }

  public Rows with(@Nullable String value) {
    if (value == null) {
      return nothing(Types.VARCHAR);
    }
    try {
      statement.setString(++column, value);
      return this;
    } catch (SQLException wrong) {
      throw failed(wrong);
    }
  }

  public Rows with(byte @Nullable [] value) {
    if (value == null) {
      return nothing(Types.BLOB);
    }
    try {
      statement.setBytes(++column, value);
      return this;
    } catch (SQLException wrong) {
      throw failed(wrong);
    }
  }

  private Rows nothing(int type) {
    try {
      statement.setNull(++column, type);
      return this;
    } catch (SQLException wrong) {
      throw failed(wrong);
    }
  }

  /// The row is whole.
  public void row() {
    try {
      column = 0;
      statement.execute();
    } catch (SQLException wrong) {
      throw failed(wrong);
    }
  }

  /// What a `Database` makes an exception of that names its file.
  static final class Failed extends RuntimeException {
    Failed(SQLException why) {
      super(why);
    }
  }

  private static Failed failed(SQLException why) {
    return new Failed(why);
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException wrong) {
      throw failed(wrong);
    }
  }
}
