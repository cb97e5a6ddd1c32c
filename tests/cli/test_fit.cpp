// `sendcast fit`: the layer it writes runs, and nothing is written where anything is wrong.

#include "program.hpp"
#include "tests/catch.hpp"

using namespace cli;

namespace {

const std::string header = "parameter,year,age,category,events,exposure\n";

}  // namespace

TEST_CASE("fit writes a layer that check accepts, and never over a file that is there") {
  const Folder folder;
  const auto flows = folder.write(
      "flows.csv", header + "cease.rate,2018,16-19,,30,200\nassessment.issue,2018,5-10,,90,100\n");
  const auto out = folder / "fitted.toml";
  const std::string command = "fit " + kingston() + " --flows " + flows.string() + " -o " + out.string();
  const auto result = sendcast(command);
  INFO(result.err);
  REQUIRE(result.code == 0);
  CHECK(result.out.find("cease.rate") != std::string::npos);
  CHECK(sendcast("check " + out.string()).code == 0);
  const auto again = sendcast(command);
  CHECK(again.code == 2);
  CHECK(again.err.find("--replace") != std::string::npos);
  CHECK(sendcast(command + " --replace").code == 0);
  CHECK(Folder::names(folder.path()) == "fitted.toml flows.csv ");
}

TEST_CASE("fit says everything that is wrong with its counts and writes nothing") {
  const Folder folder;
  const auto flows =
      folder.write("flows.csv", header + "cease.rat,2018,,,30,200\ncease.rate,2018,teens,,-1,100\n");
  const auto result =
      sendcast("fit " + kingston() + " --flows " + flows.string() + " -o " + (folder / "x.toml").string());
  CHECK(result.code == 2);
  for (const char* part : {"flows.csv:2:", "flows.csv:3: 'teens'", "events '-1'"})
    CHECK(without_folds(result.err).find(part) != std::string::npos);
  CHECK(Folder::names(folder.path()) == "flows.csv ");
  const auto early = folder.write("early.csv", header + "cease.rate,2018,,,30,200\n");
  const auto none = sendcast("fit " + kingston() + " --flows " + early.string() + " --until 2017");
  CHECK(none.code == 2);
  CHECK(none.err.find("all are later than 2017") != std::string::npos);
  CHECK(sendcast("fit " + kingston() + " --keep 2 --flows " + early.string()).code == 2);
}

TEST_CASE("fit checks the layer before it writes it") {
  const Folder folder;
  const auto all = folder.write("all.csv", header + "cease.rate,2018,16-19,,2000,2000\n");
  const auto out = folder / "fitted.toml";
  const auto wide = sendcast("fit " + kingston() + " --flows " + all.string() + " -o " + out.string());
  INFO(wide.err);
  REQUIRE(wide.code == 0);
  CHECK(sendcast("check " + out.string()).code == 0);
  const auto moved = folder.write("moved.csv", header + "transfer.out_rate,2018,,,10,0.5\n");
  const auto more =
      sendcast("fit " + kingston() + " --flows " + moved.string() + " --replace -o " + out.string());
  CHECK(more.code == 2);
  CHECK(more.err.find("moved.csv:2: 10 events in 0.5 plan-years (each has one a year at most)") !=
        std::string::npos);
  CHECK(Folder::names(folder.path()) == "all.csv fitted.toml moved.csv ");
}
