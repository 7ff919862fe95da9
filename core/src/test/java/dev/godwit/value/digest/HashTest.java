package dev.godwit.value.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashTest {
  private static String of(byte[] bytes, int from, int to) {
    Hash hash = new Hash();
    hash.start(7);
    hash.add(bytes, from, to);
    return hash.a() + " " + hash.b();
  }

  @Test
  void bytesAreHashedAlikeWhereverTheyStand() {
    byte[] all = new byte[64];
    new Random(1).nextBytes(all);
    for (int from = 0; from < 24; from++) {
      for (int to = from; to <= from + 40; to++) {
        byte[] alone = Arrays.copyOfRange(all, from, to);
        assertThat(of(all, from, to)).as(from + " to " + to).isEqualTo(of(alone, 0, alone.length));
      }
    }
  }

  @Test
  void everyByteAndTheLengthCount() {
    Set<String> seen = new HashSet<>();
    for (int length = 0; length < 40; length++) {
      byte[] bytes = new byte[length];
      assertThat(seen.add(of(bytes, 0, length))).as("%d zeros", length).isTrue();
      for (int i = 0; i < length; i++) {
        bytes[i] = 1;
        assertThat(seen.add(of(bytes, 0, length))).as("byte %d of %d", i, length).isTrue();
        bytes[i] = 0;
      }
    }
  }

  @Test
  void everyUnitOfATextAndItsLengthCount() {
    Set<String> seen = new HashSet<>();
    for (int length = 0; length < 12; length++) {
      char[] text = new char[length];
      assertThat(seen.add(of(text, 0, length))).as("%d zeros", length).isTrue();
      for (int i = 0; i < length; i++) {
        text[i] = 0x101;
        assertThat(seen.add(of(text, 0, length))).as("unit %d of %d", i, length).isTrue();
        char[] behind = new char[length + 3];
        System.arraycopy(text, 0, behind, 3, length);
        assertThat(of(behind, 3, length)).isEqualTo(of(text, 0, length));
        text[i] = 0;
      }
    }
    assertThat(of("abcdefg".toCharArray(), 0, 7))
        .isEqualTo("8933960151035855774 5218702912407641324");
  }

  private static String of(char[] text, int from, int length) {
    Hash hash = new Hash();
    hash.start(7);
    hash.add(text, from, length);
    return hash.a() + " " + hash.b();
  }
}
