package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.json.Contents.Part;
import dev.godwit.model.Row;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import tools.jackson.core.JsonParser;

/** Rows set aside on disk, to be looked up by their place. */
final class Replaced implements AutoCloseable {
  private final Revision revision;
  private final Staging.PartWriter out;
  private final RowReader reader;
  private Part part;
  private Path path;
  private FileChannel channel;

  Replaced(Revision revision, Entry entry) {
    this.revision = revision;
    this.out = revision.writer(entry);
    this.reader = new RowReader(entry.table(), entry.table().columns());
  }

  /** Returns the row's place. */
  long add(Row row) {
    long place = out.position();
    out.write(row);
    return place;
  }

  /** After the last row, before the first look. */
  void end() {
    part = out.part();
    path = revision.staging().place(part.file());
  }

  /** The row at this place, reused; null for a negative one. */
  Row at(long place) {
    if (place < 0) {
      return null;
    }
    try {
      if (channel == null) {
        channel = FileChannel.open(path);
      }
      channel.position(place);
      try (JsonParser parser = Json.row(Channels.newInputStream(channel))) {
        parser.nextToken();
        reader.read(parser, path, 0);
      }
      return reader.row();
    } catch (IOException e) {
      throw Json.unreadable(path, e);
    }
  }

  @Override
  public void close() {
    out.close();
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw Json.unreadable(path, e);
    }
    if (part != null) {
      revision.staging().drop(part);
    }
  }
}
