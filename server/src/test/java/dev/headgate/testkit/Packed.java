package dev.headgate.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// Bytes in the content codings of HTTP.
public final class Packed {
  private Packed() {}

  public static byte[] gzip(byte[] plain) {
    var out = new ByteArrayOutputStream();
    try (OutputStream packing = new GZIPOutputStream(out)) {
      packing.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /// As RFC 1950 has it, or `bare`, as some send it.
  public static byte[] deflate(byte[] plain, boolean bare) {
    var out = new ByteArrayOutputStream();
    try (OutputStream packing = new DeflaterOutputStream(out, new Deflater(9, bare))) {
      packing.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /// Packs piece after piece into one stream, each of which can be read as soon as it is there.
  public static final class Stream {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final GZIPOutputStream packing;

    public Stream() throws IOException {
      packing = new GZIPOutputStream(out, 512, true);
    }

    public byte[] next(String text) throws IOException {
      packing.write(text.getBytes());
      packing.flush();
      return taken();
    }

    public byte[] end() throws IOException {
      packing.close();
      return taken();
    }

    private byte[] taken() {
      byte[] all = out.toByteArray();
      out.reset();
      return all;
    }
  }
}
