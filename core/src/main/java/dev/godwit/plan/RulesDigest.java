package dev.godwit.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Tells whether two runs were decided alike. */
public final class RulesDigest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private RulesDigest() {}

  /** 64 hexadecimal digits, the same for the same decisions in whatever order they were written. */
  public static String of(Content content) {
    Scope scope = content.scope();
    List<Object> all =
        List.of(
            content.rules().deciding(),
            new TreeSet<>(scope.tables()),
            new TreeSet<>(scope.exclude()),
            content.owner(),
            List.of(content.names(), content.salvage()));
    try {
      byte[] text = JSON.writeValueAsString(all).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
