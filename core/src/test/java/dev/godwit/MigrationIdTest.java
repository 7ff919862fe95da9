package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationIdTest {
  /**
   * Two random numbers of four digits are the same once in 65 536 times: of these, some would be.
   */
  @Test
  void runsOfOneSecondHaveIdsOfTheirOwn() {
    List<String> ids = Stream.generate(MigrationId::next).limit(5000).toList();
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("\\d{8}-\\d{6}-[0-9a-f]{4}"));
  }
}
