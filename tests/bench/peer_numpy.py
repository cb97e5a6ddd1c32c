#!/usr/bin/env python3
"""What a child-term, or a person-year, costs where many would write the model: in numpy (Debian: python3-numpy).

Two toys, each without needs, places, money, reviews and keys:

- textbook: the loop of simulation.cpp (`textbook`), every array operation over all children: one uniform a
  child and term, a rate looked up by age, a step to the next of four states, a sum of costs. Its nanoseconds per
  child-term stand beside those of `bench_simulation` (`ns_per_child_term`) and of its plain C++ loop
  (`times_textbook`).
- table: residents of 26 ages in six states, one row of probabilities by state and age, ten yearly steps; in
  million person-years a second.

Usage: tests/bench/peer_numpy.py        (one thread: set OMP_NUM_THREADS=1 if your numpy has more)
"""
import time

import numpy

CHILDREN, TERMS, RESIDENTS, YEARS, STATES, AGES = 5000, 300, 50_000, 10, 6, 26


def best_of(runs, work):
    """Processor time in seconds of the fastest of some runs, so that other work changes little."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def textbook():
    generator = numpy.random.Generator(numpy.random.MT19937(1))
    each = numpy.arange(CHILDREN)
    age, state, cost = each % AGES, numpy.zeros(CHILDREN, numpy.int64), numpy.ones(CHILDREN)
    rate = 0.02 + 0.002 * numpy.arange(AGES)
    spend = 0.0
    for _ in range(TERMS):
        moves = generator.random(CHILDREN) < rate[age]
        state[moves] = (state[moves] + 1) % 4
        spend += float((cost * state).sum())
    assert spend > 0


def table():
    generator = numpy.random.Generator(numpy.random.MT19937(1))
    weights = generator.random((STATES, AGES, STATES)) + 20 * numpy.eye(STATES)[:, None, :]
    upto = numpy.cumsum(weights / weights.sum(axis=2, keepdims=True), axis=2)[:, :, :-1]
    age = numpy.arange(RESIDENTS) % AGES
    state = numpy.zeros(RESIDENTS, numpy.int64)
    for _ in range(YEARS):
        u = generator.random(RESIDENTS)
        state = (u[:, None] >= upto[state, age]).sum(axis=1)
        age = (age + 1) % AGES
    assert 0 <= state.min() and state.max() < STATES


def main():
    child_term = best_of(7, textbook) / (CHILDREN * TERMS) * 1e9
    years = RESIDENTS * YEARS / best_of(7, table) / 1e6
    print(f"textbook  {child_term:8.1f} ns per child-term")
    print(f"table     {years:8.1f} million person-years/s")


if __name__ == "__main__":
    main()
