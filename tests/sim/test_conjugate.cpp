// Posteriors in closed form against figures worked out by hand.

#include <array>
#include <stdexcept>

#include "sim/conjugate.hpp"
#include "tests/catch.hpp"

using namespace sim;

TEST_CASE("A gamma rate after Poisson counts") {
  const std::array counts{95.0, 102.0, 110.0, 98.0};
  const auto p = gamma_posterior({2, 0.02}, counts);
  CHECK(p.shape == 407);
  CHECK(p.mean() == Approx(101.24378).epsilon(1e-7));
  CHECK(p.sd() == Approx(5.01847).epsilon(1e-6));
  // Twice the exposure is half the rate; a count that weighs nothing is not there.
  const std::array twice{2.0, 2.0, 2.0, 2.0};
  CHECK(gamma_posterior({0, 0}, counts, twice).mean() == Approx(101.25 / 2));
  const std::array last_only{0.0, 0.0, 0.0, 1.0};
  CHECK(gamma_posterior({2, 0.02}, counts, {}, last_only).mean() == Approx(100 / 1.02));
  CHECK_THROWS_AS(gamma_posterior({2, 0.02}, counts, std::array{1.0}), std::invalid_argument);
}

TEST_CASE("A beta probability after successes") {
  const std::array successes{1.0, 2.0}, trials{4.0, 6.0};
  const auto p = beta_posterior({1, 1}, successes, trials);
  CHECK(p.alpha == 4);
  CHECK(p.beta == 8);
  CHECK(p.mean() == Approx(1.0 / 3));
  CHECK(p.sd() == Approx(0.13074409).epsilon(1e-6));  // sqrt(32 / (144 * 13))
  const std::array half{0.5, 0.5};
  CHECK(beta_posterior({1, 1}, successes, trials, half).alpha == 2.5);
  CHECK_THROWS_AS(beta_posterior({1, 1}, successes, half, std::array{1.0}), std::invalid_argument);
}

TEST_CASE("A Dirichlet after rows of counts, older rows forgotten") {
  const std::array prior{0.5, 0.5, 0.5};
  const std::array counts{1.0, 2.0, 3.0, 10.0, 0.0, 0.0};
  CHECK(dirichlet_posterior(prior, counts) == std::vector{11.5, 2.5, 3.5});
  CHECK(dirichlet_posterior(prior, counts, forgetting_weights(2, 1)) == std::vector{11.0, 1.5, 2.0});
  CHECK_THROWS_AS(dirichlet_posterior(prior, std::array{1.0, 2.0}), std::invalid_argument);
  const auto weights = forgetting_weights(3, 2);
  CHECK(weights[2] == 1);
  CHECK(weights[0] == Approx(0.5));
}
