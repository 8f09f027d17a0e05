package io.pillion.ipc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {
  @ParameterizedTest
  @CsvSource({
    "/app//../admin, /app/admin",
    "/app//../../admin, /admin",
    "/app/\\/\\/\\admin, /app//////admin",
    "/xyz%30..//abc, /xyz0..//abc",
    "/%61%2D%2e%5f%7E, /a-._~",
    "/app/%2e%2e/admin, /admin",
    "/app/%2E./admin, /admin",
    "/../../admin, /admin",
    "/a/., /a/",
    "/a/.., /",
    "/a/b/.., /a/",
    "/., /",
    "/.., /",
    "/a/./b, /a/b",
    "/a..b/.c/..d, /a..b/.c/..d",
  })
  void baseNormalisesAsIstioDoes(String raw, String expected) {
    assertThat(RequestPath.base(raw)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..;/admin",
        "/;/admin",
        "/admin;a=b",
        "/.../admin",
        "/%252e%252e/admin",
        "/%c0%ae%c0%ae/admin",
        "/Admin",
        "/%2Fapp%5cadmin",
        "/a//b",
        "/%",
        "/%4",
        "/%zz"
      })
  void baseLeavesTheRestAlone(String raw) {
    assertThat(RequestPath.base(raw)).isEqualTo(raw);
  }

  @ParameterizedTest
  @CsvSource({"/a%20b, /a b", "/%2Fapp%5cadmin, //app\\admin", "/%252e, /%2e", "/%C3%A9, /é"})
  void decodeDecodesOnce(String raw, String expected) {
    assertThat(PathText.decode(raw)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%",
        "/%2",
        "/%2/",
        "/%zz",
        "/%-1",
        "/%+1",
        "/%00",
        "/%c0%ae",
        "/%c0%2fadmin",
        "/%c3",
        "/%ed%a0%80",
        "/%f8",
        "/é",
        "/\u0000",
        "/%41é",
        "/%0\uff11"
      })
  void decodeRefusesWhatIsNotUtf8(String raw) {
    assertThat(PathText.decode(raw)).isNull();
  }

  @Test
  void parametersEndAtTheSegment() {
    assertThat(PathText.stripParameters("/a;x=1;y/b;/..;z/c")).isEqualTo("/a/b/../c");
  }

  @Test
  void runsOfSlashesMerge() {
    assertThat(PathText.mergeSlashes("//a\\///b//")).isEqualTo("/a\\/b/");
  }
}
