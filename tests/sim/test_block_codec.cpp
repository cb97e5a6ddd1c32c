// Coding of columns: nothing is lost, little is stored, damage is noticed.

#include <limits>
#include <random>

#include "sim/block_codec.hpp"
#include "sim/varint.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

using Column = std::vector<std::int64_t>;
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

Column round_trip(const Column& column) {
  Bytes coded;
  encode_column(column, coded);
  Column decoded(column.size());
  ColumnDecoder decoder(coded);
  decoder.read(decoded);
  CHECK(decoder.at_end());
  return decoded;
}

}  // namespace

TEST_CASE("columns of any values survive coding") {
  const auto column = GENERATE(Column{}, Column{0}, Column{-1}, Column{lowest, highest},
                               Column{highest, lowest, 0}, Column{lowest}, Column(64, highest),
                               Column{1, 2, 3, 250, -250}, Column{lowest, lowest + 1}, Column{0, 0, 0, 1});
  CHECK(round_trip(column) == column);
}

TEST_CASE("columns of every width survive coding") {
  std::mt19937_64 random(1);
  for (unsigned bits = 0; bits <= 64; ++bits) {
    for (const std::size_t size : {1, 7, 64, 65}) {
      Column column(size);
      for (auto& value : column) value = bits == 0 ? 5 : static_cast<std::int64_t>(random() >> (64 - bits));
      REQUIRE(round_trip(column) == column);
    }
  }
}

TEST_CASE("columns are read or skipped one after another") {
  Bytes coded;
  encode_column(Column{1, 2, 3}, coded);
  encode_column(Column{-5, 70'000, 9}, coded);
  encode_column(Column{4, 4, 4}, coded);
  ColumnDecoder decoder(coded);
  decoder.skip(3);
  Column column(3);
  decoder.read(column);
  CHECK(column == Column{-5, 70'000, 9});
  decoder.read(column);
  CHECK(column == Column{4, 4, 4});
  CHECK(decoder.at_end());
  CHECK_THROWS_AS(decoder.read(column), CodecError);
}

TEST_CASE("a constant column takes a few bytes and a cloud about its entropy") {
  Bytes constant;
  encode_column(Column(64, 0), constant);
  CHECK(constant.size() == 2);
  std::mt19937_64 random(1);
  Column cloud(64);
  for (auto& value : cloud) value = 250 + static_cast<std::int64_t>(random() % 64);
  Bytes coded;
  encode_column(cloud, coded);
  CHECK(coded.size() <= 64 * 6 / 8 + 3);
}

TEST_CASE("cut or damaged codes are noticed") {
  Bytes coded;
  encode_column(Column{1, 200, 30'000}, coded);
  Column column(3);
  for (std::size_t size = 0; size < coded.size(); ++size) {
    ColumnDecoder decoder(std::span<const std::uint8_t>(coded).first(size));
    CHECK_THROWS_AS(decoder.read(column), CodecError);
  }
  const std::uint64_t check = checksum64(coded);
  coded.back() ^= 1;
  CHECK(checksum64(coded) != check);
  coded[0] = 60;  // a width that is never written
  ColumnDecoder decoder(coded);
  CHECK_THROWS_AS(decoder.read(column), CodecError);
}

TEST_CASE("folded integers come back") {
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1}, lowest, highest}) {
    CHECK(unzigzag(zigzag(value)) == value);
    Bytes bytes;
    put_varint(zigzag(value), bytes);
    std::span<const std::uint8_t> rest = bytes;
    std::uint64_t folded = 0;
    CHECK(take_varint(rest, folded));
    CHECK(unzigzag(folded) == value);
    CHECK(rest.empty());
  }
}
