package dev.godwit.format;

import dev.godwit.store.Source;
import java.util.List;

/** What lies in a file or folder of some form. */
public interface FileSource extends Source {
  /** Its tables as a target keeps them, with their files. */
  List<Contents.Entry> entries();
}
