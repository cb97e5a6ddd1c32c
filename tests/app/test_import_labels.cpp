// How published files write years, ages and numbers.

#include "app/import/labels.hpp"
#include "tests/catch.hpp"

using app::Count;

TEST_CASE("Periods: calendar years, and academic years by the January inside them") {
  CHECK(app::parse_period("2024")->year == 2024);
  CHECK_FALSE(app::parse_period("2024")->academic);
  for (const char* text : {"202425", "2024/25", "2024-25", "2024/2025"}) {
    CHECK(app::parse_period(text)->year == 2025);
    CHECK(app::parse_period(text)->academic);
  }
  CHECK(app::parse_period("199900")->year == 2000);
  for (const char* text : {"", "24", "202426", "2024Q1", "1066", "99999", "z"})
    CHECK_FALSE(app::parse_period(text));
}

TEST_CASE("Ages: the labels of all files, and nothing else") {
  CHECK(app::parse_age("age 10") == "10");
  CHECK(app::parse_age("Aged 10") == "10");
  CHECK(app::parse_age("10") == "10");
  CHECK(app::parse_age("under 3") == "0-2");
  CHECK(app::parse_age("age 2 and under") == "0-2");
  CHECK(app::parse_age("Under 5") == "0-4");
  CHECK(app::parse_age("Age 5 to 10") == "5-10");
  CHECK(app::parse_age("Age 20 to 25") == "20-25");
  CHECK(app::parse_age("Aged 20 and over") == "20-25");
  CHECK(app::parse_age("Age unknown") == "unknown");
  CHECK(app::parse_age("unknown") == "unknown");
  for (const char* text : {"", "Male", "age 40", "age 10 and a half", "12 or more", "10 to 5"})
    CHECK_FALSE(app::parse_age(text));
  CHECK(app::age_band("20-25")->to == 25);
  CHECK(app::age_band("7")->from == 7);
  CHECK_FALSE(app::age_band("unknown"));
}

TEST_CASE("Counts: missing is never zero, and what is broken is told apart") {
  CHECK(app::parse_count("1234").value == 1234);
  CHECK(app::parse_count("1,234,567").value == 1234567);
  CHECK(app::parse_count(" 12 ").value == 12);
  CHECK(app::parse_count("57.0").value == 57);
  CHECK(app::parse_count("0").kind == Count::Kind::number);
  for (const char* text : {"", "z", "Z", "x", "c", ":", "-", "..", "n/a"})
    CHECK(app::parse_count(text).kind == Count::Kind::missing);
  CHECK(app::parse_count("-5").kind == Count::Kind::negative);
  for (const char* text : {"12,34", ",123", "1.5", "12a", "1e9", "nan", "inf", "1 234", "Y"})
    CHECK(app::parse_count(text).kind == Count::Kind::unreadable);
}
