package dev.godwit.value;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.model.Nature;
import dev.godwit.model.TypeNames;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of PostgreSQL's types: spellings that are taken, each with what the server prints
 * for it, and texts that are misfits. The first two values are as near to each other as they get.
 */
public final class TypeSamples {
  /** A text of a source, and what the server prints for it. */
  public record Value(String sent, String printed) {}

  /**
   * {@code setup} makes the type where it is no type of PostgreSQL's own, empty otherwise; {@code
   * judged} says that only the server tells which texts fit.
   */
  public record Sample(
      String type, String setup, ColumnType known, List<Value> values, List<String> misfits) {
    public boolean isJudged() {
      return known.nature().isJudged();
    }
  }

  private static final List<Sample> ALL = new ArrayList<>();

  private TypeSamples() {}

  public static List<Sample> all() {
    return ALL;
  }

  private static void add(String type, String values, String misfits) {
    add(type, "", TypeNames.parse(type), values, misfits);
  }

  /** Values a line each, {@code sent → printed} or just what is both. */
  private static void add(
      String type, String setup, ColumnType known, String values, String misfits) {
    List<Value> taken = new ArrayList<>();
    for (String line : values.strip().split("\n")) {
      String[] sides = line.strip().split(" → ", 2);
      taken.add(new Value(word(sides[0]), word(sides[sides.length - 1])));
    }
    List<String> refused = new ArrayList<>();
    for (String line : misfits.strip().split("\n")) {
      if (!line.isBlank()) {
        refused.add(word(line.strip()));
      }
    }
    ALL.add(new Sample(type, setup, known, taken, refused));
  }

  private static String word(String text) {
    return text.equals("''") ? "" : text.replace("␣", " ").replace("⏎", "\n");
  }

  private static ColumnType native_(
      String name, Family family, List<String> labels, ColumnType... parts) {
    List<Nature.Part> all = new ArrayList<>();
    for (ColumnType part : parts) {
      all.add(new Nature.Part(part.name(), part));
    }
    return new ColumnType(Kind.NATIVE, 0, 0, name, new Nature(family, name, labels, all, false));
  }

  private static ColumnType type(String name) {
    return TypeNames.parse(name);
  }

  static {
    add("boolean", "t\nf\ntrue → t\nno → f\n1 → t", "2\nmaybe");
    add("smallint", "32767\n32766\n-32768\n7.0 → 7", "32768\n1.5\nx");
    add("integer", "2147483647\n2147483646\n-2147483648\n1e3 → 1000", "2147483648\n0.1");
    add(
        "bigint",
        "9223372036854775807\n9223372036854775806\n-9223372036854775808",
        "9223372036854775808\nx");
    add("real", "1.5\n1.5000001\n1e+20\n-Infinity", "16777217\n1e39\nx");
    add("double precision", "0.1\n0.10000000000000002\n1e-300\nNaN", "1e400\n9007199254740993\nx");
    add("numeric", "1.50\n1.51\n-0.001\nNaN\n1e3 → 1000", "x\n1e200000");
    add("numeric(5,2)", "999.99\n999.98\n1.5 → 1.50\n-7 → -7.00", "1.239\n1000\nInfinity");
    add("text", "a\nb\nžluť\n''", "");
    add("varchar(5)", "žluťy\nžluť\n''", "abcdef");
    add("char(3)", "ab → ab␣\nabc\n'' → ␣␣␣", "abcd");
    add("bpchar", "x␣␣\nx␣\nhello\n''", "");
    add("bytea", "\\x00 → \\x5c783030\na → \\x61\nb → \\x62", "");
    add(
        "uuid",
        "00000000-0000-0000-0000-000000000001\n00000000000000000000000000000002 → 00000000-0000-0000-0000-000000000002\n{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11} → a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "x\n0000");
    add(
        "date",
        "2024-01-01\n2024-01-02\ninfinity\n-0043-03-15 → 0044-03-15 BC",
        "2024-02-30\n2024-01-01 12:00:00\nx");
    add("time", "12:00:00\n12:00:00.000001\n24:00:00", "12:00:00.1234567\n25:00\n2024-01-01");
    add("time(2)", "12:00:00.12\n12:00:00.13\n12:00:00", "12:00:00.123");
    add(
        "timestamp",
        "2024-01-01T12:00:00.5 → 2024-01-01 12:00:00.5\n2024-01-01 12:00:00.500001\n-infinity",
        "2024-01-01 00:00:00.1234567\nx");
    add(
        "timestamptz",
        "2024-01-01 12:00:00+02 → 2024-01-01 10:00:00+00\n2024-01-01T10:00:00.000001Z → 2024-01-01 10:00:00.000001+00\ninfinity",
        "2024-01-01 00:00:00.1234567Z\n2024-02-30");
    add("json", "{\"a\": 1, \"a\": 2}\n{\"a\": 1, \"a\": 3}\n null", "{x}\n[1,");
    add(
        "jsonb",
        "{\"b\": 1, \"aa\": 1e2} → {\"b\": 1, \"aa\": 100}\n{\"b\": 1, \"aa\": 101}\n[1.50, \"x\"]",
        "{x}\n{\"a\":1,\"a\":2}\n\"\\u0000\"");
    add("\"char\"", "x\ny\n\\377\n''", "abc\né\n\\101");
    add("name", "short\nshors\n" + "a".repeat(63), "a".repeat(64) + "\n" + "é".repeat(32));
    add("oid", "7\n8\n4294967295\n007 → 7", "-1\n4294967296\nx\n1.5");
    add("xid", "7\n8\n4294967295", "-1\n4294967296");
    add("cid", "7\n8", "-1\n4294967296");
    add("xid8", "7\n8\n18446744073709551615", "-1\n18446744073709551616\nx");
    add(
        "tid",
        "(0,1)\n(0,2)\n(4294967295,65535)\n( 1 , 2 ) → (1,2)",
        "(0,65536)\n(4294967296,0)\n0,1");
    add("pg_lsn", "16/B374D848\n16/B374D849\n0/0\n00a/0 → A/0", "16\nG/0\n123456789/0");
    add(
        "inet",
        "192.168.0.1\n192.168.0.2\n192.168.0.1/24\n10.0.0.1/32 → 10.0.0.1\n::1\n2001:DB8:0:0:1:0:0:1 → 2001:db8::1:0:0:1\n::ffff:1.2.3.4\n1:2:3:4:5:6:7:8/64\n0:0:0:0:0:0:0:0 → ::\n::1.2.3.4\nfe80::/10",
        "192.168.0\n192.168.0.256\n192.168.0.01\n1.2.3.4/33\n::1::\n1:2:3:4:5:6:7\nx\n1.2.3.4/\n1:2:3:4:5:6:7:8:9");
    add(
        "cidr",
        "192.168.0.0/24\n192.168.0.0/25\n10.0.0.0/8\n1.2.3.4 → 1.2.3.4/32\n::/0\n2001:db8::/32",
        "192.168.0.1/24\n10.1/16\n2001:db8::1/32\n1.2.3.4/33");
    add(
        "macaddr",
        "08:00:2b:01:02:03\n08:00:2b:01:02:04\n08-00-2B-01-02-05 → 08:00:2b:01:02:05\n08002b:010206 → 08:00:2b:01:02:06\n0800.2b01.0207 → 08:00:2b:01:02:07\n08002b010208 → 08:00:2b:01:02:08",
        "08:00:2b:01:02\n08:00:2b:01:02:0g\n08:00:2b:01:02:03:04:05\n08:00-2b:01:02:03");
    add(
        "macaddr8",
        "08:00:2b:01:02:03:04:05\n08:00:2b:01:02:03:04:06\n08002b0102030407 → 08:00:2b:01:02:03:04:07\n08002b:0102030408 → 08:00:2b:01:02:03:04:08\n0800.2b01.0203.0409 → 08:00:2b:01:02:03:04:09",
        "08:00:2b:01:02:03\nx");
    add("bit(3)", "101\n100\n000", "10\n1010\n2\n1x1");
    add("bit", "1\n0", "10\nt\n''");
    add("bit varying(4)", "1010\n101\n''", "10101\n2");
    add("bit varying", "1\n0\n10101010101", "2");
    add(
        "money",
        "1.5 → $1.50\n1.51 → $1.51\n$1,234.56\n-1234.56 → -$1,234.56\n-$0.01\n92233720368547758.07 → $92,233,720,368,547,758.07\n-92233720368547758.08 → -$92,233,720,368,547,758.08\n1e3 → $1,000.00\n$-7 → -$7.00\n0 → $0.00",
        "1.005\n0.0001\n1,500\n$1,50\n92233720368547758.08\nx\n€1\n-$-1\n1e30");
    add(
        "interval",
        "1 day\n1 day 00:00:00.000001\n1:30:00 → 01:30:00\nP1DT2H → 1 day 02:00:00",
        "x");
    add(
        "interval day to second(0)",
        "1 day\n1 day 00:00:01\n1 mon\n1:30:00 → 01:30:00",
        "1 day 00:00:00.5\nx");
    add("interval year to month", "1 year\n1 year 1 mon\n1-2 → 1 year 2 mons", "1 day\nx");
    add("interval(3)", "00:00:00.001\n00:00:00.002", "00:00:00.0001");
    add("time(3) with time zone", "12:00:00.5+00\n12:00:00.501+00", "12:00:00.1234+00");
    add(
        "timestamp(3) with time zone",
        "2024-01-01 12:00:00.5+00\n2024-01-01 12:00:00.501+00",
        "2024-01-01 12:00:00.1234+00");
    add("numeric(3,-2)", "1200\n1300\n1e2 → 100", "1250\n100000");
    add("timetz", "12:00:00+00\n12:00:00.000001+00\n12:34:56+02", "12:34:56.1234567+00\nx");
    add(
        "point",
        "(1,2)\n(1,2.0000000000000004)\n1e20,-0.5 → (1e+20,-0.5)\n( 1 , NaN ) → (1,NaN)",
        "(1)\n(1,2,3)\n(1,9007199254740993)\n(1,x)\nn,n");
    add("line", "{1,2,3}\n{1,2,4}\n{ -1 , 0 , 0.1 } → {-1,0,0.1}", "{0,0,1}\n(1,2),(3,4)\n{1,2}");
    add(
        "lseg",
        "[(1,2),(3,4)]\n[(1,2),(3,5)]\n1,2,3,4 → [(1,2),(3,4)]\n((1,2),(3,4)) → [(1,2),(3,4)]\n(1,2),(3,4) → [(1,2),(3,4)]",
        "[(1,2)]\n(1,2)");
    add(
        "box",
        "(3,4),(1,2)\n(3,5),(1,2)\n(1,4),(3,2) → (3,4),(1,2)\n((0,0),(1,1)) → (1,1),(0,0)\n1,2,3,4 → (3,4),(1,2)",
        "(1,2)\n[(1,2),(3,4)]");
    add(
        "path",
        "[(1,2),(3,4)]\n[(1,2),(3,5)]\n((1,2),(3,4))\n(1,2),(3,4) → ((1,2),(3,4))",
        "{(1,2)}\n[]");
    add(
        "polygon",
        "((1,2),(3,4))\n((1,2),(3,5))\n(1,2),(3,4),(5,6) → ((1,2),(3,4),(5,6))",
        "[(1,2)]\n()");
    add(
        "circle",
        "<(1,2),3>\n<(1,2),4>\n((1,2),3) → <(1,2),3>\n(1,2),3 → <(1,2),3>\n1,2,3 → <(1,2),3>\n<(0,0),0>",
        "<(1,2),-1>\n<(1,2)>");
    add(
        "tsvector",
        "'a' 'b'\n'a' 'c'\nfat cat → 'cat' 'fat'\n'x':3,1A → 'x':1A,3\nb:2B b:1 → 'b':1,2B\n'\\\\' 'it''s'\n''",
        "'a\na:\na:0\na:16384\na:1A,1B\na:b\n" + "a".repeat(2047));
    add("tsquery", "'a' & 'b'\n'a' & 'c'\na|b → 'a' | 'b'", "a &\n( a");
    add("jsonpath", "$.\"a\"\n$.\"b\"\n$.c[*] → $.\"c\"[*]", "$[\n$.");
    add("xml", "<a>1</a>\n<a>2</a>", "<a>\n<a></b>");
    add("regclass", "pg_class\npg_type", "no_such_table");
    add("regtype", "integer\nbigint\nint2 → smallint", "no_such_type");
    add("regproc", "now\npi", "no_such_function");
    add("regprocedure", "sum(integer)\nsum(bigint)", "sum(x)");
    add("regoper", "|/\n||/", "@@@@@@");
    add("regoperator", "+(integer,integer)\n+(bigint,bigint)", "+(x,x)");
    add("regrole", "pg_monitor\npg_read_all_stats", "no_such_role");
    add("regnamespace", "pg_catalog\ninformation_schema", "no_such_schema");
    add("regconfig", "english\nsimple", "no_such_config");
    add("regdictionary", "simple\nenglish_stem", "no_such_dictionary");
    add("regcollation", "\"C\"\n\"POSIX\"", "\"no_such\"");
    add("aclitem", "pg_monitor=r/postgres\npg_monitor=w/postgres", "x");
    add("refcursor", "a\nb\n''", "");
    add("pg_snapshot", "10:20:10,14\n10:20:10,15", "20:10:\nx");
    add("txid_snapshot", "10:20:10,14\n10:20:10,15", "20:10:\nx");
    add("int2vector", "1 2\n1 3\n''\n-1  7 → -1 7", "1,2\n32768\nx");
    add("oidvector", "1 2\n1 3\n4294967295", "-1\n4294967296");
    arrays();
    ranges();
    people();
  }

  private static void arrays() {
    add(
        "integer[]",
        "{1,2}\n{1,3}\n[1, 2] → {1,2}\n[1,null] → {1,NULL}\n{ 1 , null } → {1,NULL}\n{}\n[] → {}\n[[1,2],[3,4]] → {{1,2},{3,4}}\n{{1,2},{3,4}}\n[0:1]={1,2}\n[1:2]={1,2} → {1,2}\n[\"7\"] → {7}\n{\"8\"} → {8}\n[2:2][-1:0]={{1,2}}",
        "1,2\n--- \n[1.5]\n{1,2\n[1,2\n{1,x}\n[[1],[2,3]]\n{{1},{2,3}}\n{1,{2}}\n{{1},2}\n[[]]\n{{}}\n{1,}\n{,1}\n[0:2]={1,2}\n[1]x\n{1}x\n{\"a\":1}\n{2147483648}\n[{}]\n[[[[[[[1]]]]]]]\n{{{{{{{1}}}}}}}\n[0:1][0:0]={1,2}\n[1:1]=[1]");
    add(
        "text[]",
        "{a}\n{b}\n[\"a b\",\"c,d\",\"\",\"NULL\",null,\"q\\\"\\\\\"] → {\"a b\",\"c,d\",\"\",\"NULL\",NULL,\"q\\\"\\\\\"}\n{\"a b\",null,\"null\"} → {\"a b\",NULL,\"null\"}\n[1,true] → {1,true}\n{ a b } → {\"a b\"}\n{a\\,b} → {\"a,b\"}\n[\"{\"] → {\"{\"}",
        "a,b\n[\"\\u0000\"]\n{a\"b}\n{\"a\"b}\n['x']\n- a");
    add("boolean[]", "{t}\n{f}\n[true,false,null] → {t,f,NULL}\n{true,0} → {t,f}", "[2]\n{x}");
    add(
        "double precision[]",
        "{0.1}\n{0.2}\n[1e23, 5e-324, 1e15, 123456789012345] → {9.999999999999999e+22,5e-324,1e+15,123456789012345}\n{NaN,-0} → {NaN,-0}\n{1766322861760901.25} → {1.7663228617609012e+15}",
        "[1e400]\n[9007199254740993]");
    add("real[]", "{0.1}\n{0.2}\n[1e6,100000,1.5e-5] → {1e+06,100000,1.5e-05}", "[16777217]");
    add("numeric(5,2)[]", "{1.50}\n{1.51}\n[1.5,null,-0] → {1.50,NULL,0.00}", "[1.239]\n[1000]");
    add("bigint[]", "{9223372036854775807}\n{9223372036854775806}", "[9223372036854775808]");
    add(
        "bytea[]",
        "{\"\\\\x00ff\"}\n{\"\\\\x00fe\"}\n[\"\\\\xAB\"] → {\"\\\\xab\"}",
        "[\"ab\"]\n{\"\\\\xa\"}");
    add(
        "uuid[]",
        "{00000000-0000-0000-0000-000000000001}\n{00000000-0000-0000-0000-000000000002}",
        "[\"x\"]");
    add(
        "date[]",
        "{2024-01-01}\n{2024-01-02}\n[\"-0043-03-15\"] → {\"0044-03-15 BC\"}\n{\"0044-03-15 BC\",infinity}",
        "[\"2024-02-30\"]");
    add("time[]", "{12:00:00}\n{12:00:00.5}", "[\"x\"]");
    add(
        "timestamp[]",
        "{\"2024-01-01 12:00:00\"}\n{\"2024-01-01 12:00:00.5\"}\n[\"2024-01-01T12:00:00\"] → {\"2024-01-01 12:00:00\"}",
        "[\"2024-01-01 00:00:00.1234567\"]");
    add(
        "timestamptz[]",
        "{\"2024-01-01 12:00:00+00\"}\n{\"2024-01-01 12:00:00.1+00\"}\n[\"2024-01-01T12:00:00+02:00\"] → {\"2024-01-01 10:00:00+00\"}\n{\"0001-01-01 00:00:00+00 BC\"}",
        "[\"x\"]");
    add(
        "jsonb[]",
        "{1}\n{2}\n[{\"b\": [1,2], \"a\": null}, \"x\", null] → {\"{\\\"a\\\": null, \\\"b\\\": [1, 2]}\",\"\\\"x\\\"\",NULL}\n{\"null\"}",
        "[{\"a\":1,\"a\":2}]\n{x}");
    add("json[]", "{1}\n{2}\n[ {\"b\":1 } , [2] ] → {\"{\\\"b\\\":1 }\",[2]}", "{x}");
    add("char(3)[]", "{\"a  \"}\n{\"b  \"}\n[\"abc\"] → {abc}", "[\"abcd\"]");
    add("varchar(3)[]", "{abc}\n{abd}", "[\"abcd\"]");
    add("inet[]", "{10.0.0.1}\n{10.0.0.2}\n[\"10.0.0.0/8\"] → {10.0.0.0/8}", "[\"x\"]");
    add("box[]", "{(3,4),(1,2)}\n{(3,5),(1,2)}\n{(3,4),(1,2);(1,1),(0,0)}", "{1}");
    add("point[]", "{\"(1,2)\"}\n{\"(1,3)\"}\n[\"1,2\"] → {\"(1,2)\"}", "[\"x\"]");
    add("money[]", "{$1.50}\n{$1.51}\n[1.5,1000] → {$1.50,\"$1,000.00\"}", "[1.005]");
    add("interval[]", "{\"1 day\"}\n{\"2 days\"}\n{01:00:00}", "[\"x\"]");
    add("xml[]", "{<a/>}\n{<b/>}", "{<a>}");
    add("int4range[]", "{\"[1,3)\"}\n{\"[1,4)\"}\n[\"[1,2]\"] → {\"[1,3)\"}", "[\"x\"]");
  }

  private static void ranges() {
    range(
        "int4range",
        "integer",
        "[1,3)\n[1,4)\n(0,2] → [1,3)\n[1,1) → empty\n(1,2) → empty\nempty\nEMPTY → empty\n[,5] → (,6)\n(,)\n[\"1\",2] → [1,3)",
        "[3,1]\n1,2\n[1\n[1,2147483647]\n[1,2}\n[a,b]\n[1,2)x");
    range(
        "int8range", "bigint", "[1,3)\n[1,4)\n[-9223372036854775808,)", "[1,9223372036854775807]");
    range(
        "numrange",
        "numeric",
        "[1.0,2.50)\n[1.0,2.51)\n(1,2]\n[1,1]\n[1,1) → empty\n[NaN,NaN]\n(-Infinity,Infinity)\n[,] → (,)",
        "[2,1]\n[NaN,1]");
    range(
        "daterange",
        "date",
        "[2024-01-01,2024-01-03)\n[2024-01-01,2024-01-04)\n[2024-01-01,2024-01-02] → [2024-01-01,2024-01-03)\n[2024-01-01,infinity]\n(-infinity,2024-01-01)\n[\"0044-03-15 BC\",)",
        "[2024-02-30,)\n[2024-01-02,2024-01-01]");
    range(
        "tsrange",
        "timestamp",
        "[\"2024-01-01 00:00:00\",\"2024-01-02 00:00:00\")\n[\"2024-01-01 00:00:00\",\"2024-01-02 00:00:00.1\")\n[2024-01-01T00:00:00,) → [\"2024-01-01 00:00:00\",)",
        "[\"2024-01-01 00:00:00.1234567\",)");
    range(
        "tstzrange",
        "timestamptz",
        "[\"2024-01-01 00:00:00+00\",)\n[\"2024-01-01 00:00:00.1+00\",)\n(2024-01-01 02:00:00+02,] → (\"2024-01-01 00:00:00+00\",)",
        "[x,)");
    multirange(
        "int4multirange",
        "integer",
        "{[1,3),[5,7)}\n{[1,3),[5,8)}\n{}\n{ [1,2] , (4,6] } → {[1,3),[5,7)}\n{(,1),[3,)}",
        "{[1,3),[3,5)}\n{[5,7),[1,3)}\n{empty}\n{[1,2)\n[1,2)\n{[1,2)}x\n{[1,),[5,6)}\n{[1,2) [3,4)}");
    multirange("int8multirange", "bigint", "{[1,3)}\n{[1,4)}", "{[1,3),[2,5)}");
    multirange(
        "nummultirange", "numeric", "{[1.0,2.0),(2.0,3)}\n{[1.0,2.0),(2.0,4)}", "{[1,2],(2,3)}");
    multirange(
        "datemultirange", "date", "{[2024-01-01,2024-01-03)}\n{[2024-01-01,2024-01-04)}", "{x}");
    multirange(
        "tsmultirange",
        "timestamp",
        "{[\"2024-01-01 00:00:00\",)}\n{[\"2024-01-02 00:00:00\",)}",
        "{x}");
    multirange(
        "tstzmultirange",
        "timestamptz",
        "{[\"2024-01-01 00:00:00+00\",)}\n{[\"2024-01-02 00:00:00+00\",)}",
        "{x}");
  }

  private static void range(String type, String bounds, String values, String misfits) {
    add(type, "", native_(type, Family.RANGE, List.of(), type(bounds)), values, misfits);
  }

  private static void multirange(String type, String bounds, String values, String misfits) {
    add(type, "", native_(type, Family.MULTIRANGE, List.of(), type(bounds)), values, misfits);
  }

  /** Types that people make, and those of extensions. */
  private static void people() {
    ColumnType mood = native_("mood", Family.ENUM, List.of("sad", "so so", ""), new ColumnType[0]);
    add(
        "mood",
        "CREATE TYPE mood AS ENUM ('sad', 'so so', '')",
        mood,
        "sad\nso so\n''",
        "SAD\nsad␣\nglad");
    ColumnType moods = native_("mood[]", Family.ARRAY, List.of(), mood);
    add("mood[]", "", moods, "{sad}\n{\"so so\"}\n[\"sad\",null] → {sad,NULL}", "[\"glad\"]");
    ColumnType pair =
        native_(
            "pair",
            Family.COMPOSITE,
            List.of(),
            type("integer"),
            type("text"),
            type("numeric(5,2)"));
    add(
        "pair",
        "CREATE TYPE pair AS (n integer, t text, d numeric(5,2))",
        pair,
        "(1,a,1.50)\n(1,b,1.50)\n(1,\"a b\",1.5) → (1,\"a b\",1.50)\n(,,)\n(,\"\",)\n(1,\"q\"\"\\\\\",)\n(2,\"\\\"\",0) → (2,\"\"\"\",0.00)",
        "(1,a)\n(1,a,1,2)\n(x,a,1)\n(1,a,1.239)\n1,a,1\n(1,a,1\n(1,a,1)x");
    add(
        "pair[]",
        "",
        native_("pair[]", Family.ARRAY, List.of(), pair),
        "{\"(1,a,1.50)\"}\n{\"(1,b,1.50)\"}",
        "[\"(1)\"]");
    ColumnType floats = native_("floats", Family.RANGE, List.of(), type("double precision"));
    add(
        "floats",
        "CREATE TYPE floats AS RANGE (subtype = double precision)",
        floats,
        "[0.1,0.2)\n[0.1,0.3)\n[1,1) → empty",
        "[2,1]\n[0,1e400]");
    ColumnType percent = domain("percent", type("integer"));
    add(
        "percent",
        "CREATE DOMAIN percent AS integer CHECK (VALUE BETWEEN 0 AND 100)",
        percent,
        "7\n8\n100",
        "101\n-1\n1.5\nx");
    ColumnType price = domain("price", type("numeric(5,2)"));
    add(
        "price",
        "CREATE DOMAIN price0 AS numeric(5,2); CREATE DOMAIN price AS price0 CHECK (VALUE > 0)",
        price,
        "1.5 → 1.50\n1.51",
        "1.239\n0");
    ColumnType tags = domain("tags", type("text[]"));
    add(
        "tags",
        "CREATE DOMAIN tags AS text[] CHECK (cardinality(VALUE) < 3)",
        tags,
        "{a}\n{b}\n[\"x\"] → {x}",
        "[1,2,3]\na,b");
    add(
        "percent[]",
        "",
        new ColumnType(
            Kind.NATIVE,
            0,
            0,
            "percent[]",
            new Nature(
                Family.ARRAY, "_percent", List.of(), List.of(new Nature.Part("", percent)), true)),
        "{1}\n{2}\n[3,null] → {3,NULL}",
        "[101]");
    add(
        "hstore",
        "CREATE EXTENSION hstore",
        type("hstore"),
        "\"a\"=>\"1\"\n\"a\"=>\"2\"\nbb=>1, a=>NULL → \"a\"=>NULL, \"bb\"=>\"1\"\n''\n\"q\\\"\"=>\"\\\\\"\na => \"NULL\" → \"a\"=>\"NULL\"",
        "{\"a\":\"1\"}\na\na=>\na=>1,a=>2\na=1\na=>1 b=>2\na=>1,");
    add("citext", "CREATE EXTENSION citext", type("citext"), "Ada\nada\n''", "");
    add("ltree", "CREATE EXTENSION ltree", type("ltree"), "a.b\na.c", "a..b\na b");
    add("lquery", "", type("lquery"), "a.*\nb.*", "a..b");
    add("ltxtquery", "", type("ltxtquery"), "a & b\na & c", "& &");
    add("cube", "CREATE EXTENSION cube", type("cube"), "(1, 2)\n(1, 3)", "1,2\nx");
    add("seg", "CREATE EXTENSION seg", type("seg"), "1.5\n1.6", "x\n1 .. 2 .. 3");
    add(
        "isbn13",
        "CREATE EXTENSION isn",
        type("isbn13"),
        "978-0-393-04002-9\n978-0-306-40615-7",
        "9780393040029\n978-0-393-04002-0");
    add("query_int", "CREATE EXTENSION intarray", type("query_int"), "1 & 2\n1 & 3", "1&2\n1 &");
    add("lo", "CREATE EXTENSION lo", type("oid"), "7\n8", "-1");
  }

  private static ColumnType domain(String name, ColumnType base) {
    Nature nature = base.nature().checkedToo();
    return new ColumnType(base.kind(), base.length(), base.scale(), name, nature);
  }
}
