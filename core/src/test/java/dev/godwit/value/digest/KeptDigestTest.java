package dev.godwit.value.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.value.Cell;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digests stand in histories of runs: those of older versions have to be made again. */
class KeptDigestTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          boolean | i:1 | b82892c018941a9a27b39e4021e48e33
          smallint | i:5 | d23f300340c7570644cd0a085393480f
          integer | i:5 | 0fc644ca4c2533d97bc8ddc3da31c3ea
          bigint | i:5 | 001961eb701c1533ec94f7b5fadf4ea9
          real | r:1.5 | 92d6ee53f941a2e44876011418fc800a
          double | r:1.5 | 809bd64cc17385530c1cc2de5aa75642
          numeric | t:1.50 | b744423970661f00d702aefabe30908b
          numeric | t:-12345678901234567890.125 | 5127f335106366333a01c490e8d27d9f
          numeric | t:0 | 88f9f70345e3b7392ca1187f31786003
          numeric | t:NaN | b0ecded092fdbaada949268ddf4460c2
          text | t: | 9798a58d59b596344ba557bf413c7441
          text | t:a | 712174e2adebcc36ffcbaab24d96a7dc
          text | t:seven.. | 3ccc3dda5b315418b20d720030f6f403
          text | t:eight... | 181f4767defc733959eee7972ce1c197
          text | t:sixteen......... | 709e9bc7c7d5e608b9aadf33e0addf4d
          text | t:seventeen........ | ad9254f9b6485ad6c84181fb48ddadaf
          text | t:of many more characters than fit into three words | eccf2549efe37207039ae447f010150b
          text | null | 373fca00a5d41aed91c77ca92ab647cb
          varchar | t:a | fa4a533e24666d4daf48b2905253379b
          char | 't:a  ' | c096b78f9126a8fa2e31ab3f991a817d
          bytes | b:00ff | de27e84556a96108125a82bad078e7a4
          uuid | b:000102030405060708090a0b0c0d0e0f | 680ef951c5ed35c6d911f213f30ec3be
          date | i:5 | 4765338d44be73d79a24790f17923a09
          time | i:5 | 64d48fbf46afcd378e6cfe9b813abc90
          timestamp | i:5 | c5531ba973e6b456acbf2b146e951f8c
          timestamptz | i:5 | 8301cb9c229c4415240edc359a4cc27a
          json | t:[1, 2] | e0272a379299bfbf8439a571e1380706
          jsonb | t:[1, 2] | f287ea7f117c363aaf19d50dd590bab5
          jsonb | t:[2, 1] | 017437af3671b6a15cbfde2db4be67e5
          jsonb | t:[] | e929ff0bb7c0701e045632dbecaca5f3
          jsonb | t:{} | aaccc51b4c308a510ce0c4dd3a7bea9e
          jsonb | t:null | a7ee5d839c7cb594c6ad02debdbd3940
          jsonb | t:true | 96e67b00bf4696ca89d7a75fb4ef14ec
          jsonb | t:false | da9878f5c9e3662dc6c57dac19084639
          jsonb | t:"a" | f052fecd4d447e17fe837f04f39a8b9c
          jsonb | t:{"a":1,"b":{"c":[true,null,"x",1.5e3]}} | 1b213787d5b32beb67112f46f7afd51b
          jsonb | t:{"a\\u0041":"\\u00e9\\ud834\\udd1e","b":[[[[]]]]} | f1b645d5ddd527a2a6a6179d4ed2cff0
          jsonb | t:[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]] | 796b90b586834c6eebe65e3796d7b463
          jsonb | t:{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}}}}}}}} | 70c50df6c89ccbbc7a56bc91498396d5
          inet | t:10.0.0.1 | a92160aec39c658e59c99a23cfc61136
          any | i:5 | aed664f3018044021e63d7c0bc9a1d6b
          any | r:5.5 | 9aa6be04f08acd5974997d3d7d21bc65
          any | t:5 | 352eca6131ac5c871bc5453c48c3ed8c
          any | b:05 | a6c5c19ce53f078bc7eef7fee34c66cc
          """)
  void isStillTheSame(String type, String cell, String expected) {
    Digest digest = new Digest(List.of(Cell.type(type)));
    digest.add(Cell.row(cell));
    assertThat(digest.hex()).isEqualTo(expected);
  }
}
