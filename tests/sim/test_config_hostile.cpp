// Input that means harm, or is harmful by accident: a message, never a crash, a hang or a full memory.

#include <sys/stat.h>

#include "sim/config.hpp"
#include "tests/catch.hpp"
#include "tests/sim/fruit_shop.hpp"

using fruit_shop::Folder;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("files that are not regular files are refused without being opened") {
  const Folder folder;
  CHECK(folder.messages(folder.read()) == "shop.toml: the file cannot be read (there is no such file)\n");
  REQUIRE(::mkfifo(folder.path("pipe.toml").c_str(), 0600) == 0);
  std::filesystem::create_directory(folder.path("folder.toml"));
  folder.write("file", "");
  CHECK(folder.faults("extends = ['pipe.toml', 'folder.toml', '/dev/zero', 'none.toml', \"a\\u0000b\"]\n"
                      "supplier_folder = ['file', 'none']\n") ==
        "shop.toml:1: '/dev/zero' cannot be read (it is not a regular file)\n"
        "shop.toml:1: 'a?b' cannot be read (its name holds a zero byte)\n"
        "shop.toml:1: 'folder.toml' cannot be read (it is a folder)\n"
        "shop.toml:1: 'none.toml' cannot be read (there is no such file)\n"
        "shop.toml:1: 'pipe.toml' cannot be read (it is a pipe)\n"
        "shop.toml:2: the folder 'file' cannot be read (it is a file)\n"
        "shop.toml:2: the folder 'none' cannot be read (there is no such folder)\n");
}

TEST_CASE("nesting is limited before the text is parsed") {
  const Folder folder;
  const std::string deep = "shop.toml:1: the file is nested too deeply (at most 16 levels)\n";
  CHECK(folder.faults("rent = " + repeated("[", 100'000)) == deep);
  CHECK(folder.faults("rent = " + repeated("{a=", 100'000)) == deep);
  CHECK(folder.faults(repeated("a.", 100'000) + "a = 1\n") == deep);
  CHECK(folder.faults("[" + repeated("a.", 100'000) + "a]\n") == deep);
  CHECK(folder.faults("[" + repeated("'a' . ", 100'000) + "a]\n") == deep);
  CHECK(folder.faults("rent = 5\nowner = '" + repeated("[.", 1000) + "' # " + repeated("[.", 1000) + "\n")
            .empty());
  CHECK(folder.faults("[a.b.c.d.e.f.g.h]\ni.j.k.l.m.n.o.p = { q.r = 1 }\n").find("is nested too deeply") !=
        std::string::npos);
}

TEST_CASE("files that are too large, hold too many values or no text are refused") {
  const Folder folder;
  CHECK(folder.faults(std::string((16u << 20) + 1, '#')) ==
        "shop.toml: the file cannot be read (it is larger than 16 MiB)\n");
  CHECK(folder.faults("rent = [" + repeated("1,", 1'000'001) + "]") ==
        "shop.toml:1: the file holds too many values (at most 1000000 values)\n");
  CHECK(folder.faults("rent = 5\nowner = '\xff'\n") ==
        "shop.toml:2: the file is not UTF-8 (save the file as UTF-8)\n");
  CHECK(folder.faults("rent = 5\nowner = '\xed\xa0\x80'\n") ==
        "shop.toml:2: the file is not UTF-8 (save the file as UTF-8)\n");
}

TEST_CASE("circles and explosions of extends end") {
  const Folder folder;
  folder.write("loop.toml", "extends = 'shop.toml'\n");
  CHECK(folder.faults("rent = 5\nextends = 'loop.toml'\n") ==
        "loop.toml:1: 'shop.toml' extends itself (files may not extend one another in a circle)\n");
  // What a file of the circle would have set is not missed.
  CHECK(folder.faults("extends = 'loop.toml'\n") ==
        "loop.toml:1: 'shop.toml' extends itself (files may not extend one another in a circle)\n");
  // Each file extends the next one twice: 2^30 readings if nothing counted them.
  for (int i = 0; i < 30; ++i) {
    const std::string next = std::to_string(i + 1) + ".toml";
    folder.write(std::to_string(i) + ".toml", "extends = ['" + next + "', '" + next + "']\n");
  }
  folder.write("30.toml", "");
  const std::string messages = folder.faults("rent = 5\nextends = '0.toml'\n");
  CHECK(messages.find("too many files are extended (at most 64)") != std::string::npos);
  CHECK(std::count(messages.begin(), messages.end(), '\n') == 1);
}

TEST_CASE("symbolic links are followed, and links to themselves are not followed for ever") {
  const Folder folder;
  folder.write("real.toml", "rent = 5\n");
  std::filesystem::create_symlink("real.toml", folder.path("shop.toml"));
  CHECK(folder.read().config);
  std::filesystem::remove(folder.path("shop.toml"));
  std::filesystem::create_symlink("shop.toml", folder.path("shop.toml"));
  CHECK(folder.messages(folder.read()).starts_with("shop.toml: the file cannot be read ("));
}

TEST_CASE("members and faults without number are cut short") {
  const Folder folder;
  const std::string many = folder.faults("rent = 5\n" + repeated("[[goal]]\n", 5000));
  CHECK(many.find("there are too many members of 'goal' (at most 4096)") != std::string::npos);
  CHECK(many.find("more faults (only the first 1000 are listed)") != std::string::npos);
  CHECK(many.size() < 200'000);
  std::string unknown;
  for (int i = 0; i < 100'000; ++i) unknown += "k" + std::to_string(i) + "=1\n";
  CHECK(folder.faults(unknown).size() < 200'000);
}

TEST_CASE("work that grows faster than the input is limited") {
  const Folder folder;
  std::string goals, correlations = "correlations = [";
  for (int i = 1; i <= 41; ++i) {
    goals += "[[goal]]\nid = 'g" + std::to_string(i) + "'\nyear = '1'\nvalue = { mean = 9, sd = 1 }\n";
    if (i > 1)
      correlations += "{ a = 'goal.g1.value', b = 'goal.g" + std::to_string(i) + ".value', spearman = 0 }, ";
  }
  CHECK(folder.faults(correlations + "]\nrent = 5\n" + goals) ==
        "shop.toml:1: too many parameters are correlated (at most 40)\n");
  CHECK(folder.faults("rent = { dist = 'mixture', components = [" + repeated("{}, ", 101) + "] }\n") ==
        "shop.toml:1: 'components' of 'rent' must be a list of at most 100 tables (it is a list)\n");
}

TEST_CASE("hostile names are shown short and without control characters") {
  const Folder folder;
  CHECK(folder.faults("rent = 5\n\"\\u001b[31m" + std::string(10'000, 'x') + "\" = 1\n") ==
        "shop.toml:2: '?[31m" + std::string(55, 'x') +
            "...' is not a known name (no parameter or setting is called "
            "that)\n");
}

TEST_CASE("enormous numbers are faults, not crashes") {
  const Folder folder;
  const std::string messages = folder.faults("rent = 99999999999999999999999999\nstorage = 1e308\n");
  CHECK(messages.starts_with("shop.toml:1: this is not TOML ("));
  folder.write("a.csv", "weekday,rate\ndefault,1e999\n");
  CHECK(folder.faults("rent = 5\nsales.rate = { csv = 'a.csv', column = 'rate' }\n") ==
        "a.csv:2: '1e999' is not a number (in column 'rate')\n");
}
