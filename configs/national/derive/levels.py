#!/usr/bin/env python3
"""The last step of the national rates: the simulator's own past and present set right (optional: a record).

usage: levels.py PROGRAM CONFIGS_FOLDER [ROUNDS]
national_tables.py gives rates by an analytic chain. Here England-average runs from January 2018 with expected values, and in
rounds the levels of requests and of identification by year, and the rates of both by bands of age, move until the run returns
what was published: new plans of 2018-2024, and those of 2024 by age; SEN support each January, and that of January 2025 by
age group. Inside a band the shape by age stays: plans of an age mix requests of two, and single ages would not be stable. Writes rates-by-age.csv and the two tables of levels in
england-2024.toml, in place, and prints the log that docs/data.md quotes. Python 3, standard library only.
"""
import csv
import os
import re
import subprocess
import sys
import tempfile

PROGRAM, CONFIGS = sys.argv[1:3]
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 40
NATIONAL = os.path.join(CONFIGS, "national")
AREA = os.path.join(CONFIGS, "areas", "england-average")
TOML, RATES = os.path.join(NATIONAL, "england-2024.toml"), os.path.join(NATIONAL, "rates-by-age.csv")
SCALE = 57000 / 17756072  # residents of the run from 2018 over England's
NEW_PLANS = {2018: 48907, 2019: 53899, 2020: 60097, 2021: 62180, 2022: 66706, 2023: 84428, 2024: 97747}
# Requests times share assessed, published: what the levels stay near where new plans alone leave them open.
ASSESSED = {2017: 64555 * .774, 2018: 72423 * .753, 2019: 82329 * .772, 2020: 75951 * .784, 2021: 93302 * .777, 2022: 114482 * .779,
            2023: 138242 * .76, 2024: 154489 * .748}
SUPPORT = {2018: 11.7, 2019: 11.9, 2020: 12.1, 2021: 12.2, 2022: 12.6, 2023: 13.0, 2024: 13.6, 2025: 14.2}  # % of pupils, January
GROUPS = {"under 5": range(0, 5), "5-10": range(5, 11), "11-15": range(11, 16), "16-19": range(16, 20), "20-25": range(20, 26)}
BANDS = [range(0, 3), range(3, 5), range(5, 7), range(7, 9), range(9, 11), range(11, 13), range(13, 16), range(16, 20), range(20, 26)]
BIRTHS = {2018: 2067.5, 2019: 1986.6}  # scaled, as in from-2018.toml; 1932.2 from 2020 on


def rows(path):
    with open(path, encoding="utf-8") as f:
        return list(csv.DictReader(f))


def read_level(table):
    body = re.search(rf"(?ms)^\[{re.escape(table)}\]\n(.*?)(?=^\[|\Z)", open(TOML, encoding="utf-8").read()).group(1)
    return {int(y): float(v) for y, v in re.findall(r"(?m)^(\d{4}) = ([\d.]+)$", body)}


def write_level(table, level):
    text = open(TOML, encoding="utf-8").read()
    head, body, tail = re.match(rf"(?ms)(.*?^\[{re.escape(table)}\]\n)(.*?)((?:^\[|\Z).*)", text).groups()
    for y, v in level.items():
        body = re.sub(rf"(?m)^{y} = [\d.]+$", f"{y} = {v:.3f}", body)
    open(TOML, "w", encoding="utf-8").write(head + body + tail)


def run():
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([PROGRAM, "run", os.path.join(AREA, "from-2018.toml"), "--expected", "--quiet", "-o", os.path.join(out, "run")],
                       check=True, stdout=subprocess.DEVNULL)
        return {(r["metric"], r["breakdown"], r["category"], r["period"]): float(r["expected"] or 0)
                for r in rows(os.path.join(out, "run", "expected.csv"))}


def write_rates(table):
    with open(RATES, "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(table[0].keys())
        w.writerows([r.values() for r in table])


# --- targets ---------------------------------------------------------------------------------------------------------
cohort = [float(r["new_plans"]) for r in rows(os.path.join(NATIONAL, "new-plans-by-age.csv"))]  # age at 31 August 2023
by_age = [2 / 3 * cohort[a] + 1 / 3 * (cohort[a - 1] if a else 0) for a in range(26)]  # age at issue: a third after 1 September
residents = {2018: [float(r["residents"]) for r in rows(os.path.join(AREA, "population-2017.csv"))]}
for january in range(2019, 2026):
    residents[january] = [BIRTHS.get(january - 1, 1932.2)] + residents[january - 1][:-1]
rates = rows(RATES)
profile = [float(r["support_prevalence"]) for r in rates]


def supported(january, ages):
    return SUPPORT[january] / SUPPORT[2025] * sum(profile[a] * residents[january][a] for a in ages)


request, identify = read_level("request.level"), read_level("identification.level")
unit = ASSESSED[2024]
for n in range(ROUNDS):
    t = run()
    new = {y: NEW_PLANS[y] * SCALE / t["new_plans", "total", "total", str(y)] for y in NEW_PLANS}
    now = {y: supported(y, range(26)) / t["sen_support_stock", "total", "total", str(y)] for y in range(2019, 2026)}
    issued = [t.get(("new_plans", "age", str(a), "2024"), 0) / SCALE for a in range(26)]
    group = {g: supported(2025, ages) / t["sen_support_stock", "age_group", g, "2025"] for g, ages in GROUPS.items()}
    if n in (0, ROUNDS - 1):
        print("new plans, model over official %", {y: round(100 / v - 100, 1) for y, v in new.items()})
        print("SEN support, model over published %", {y: round(100 / v - 100, 1) for y, v in now.items()})
        print("SEN support of January 2025 by age, model over target %", {g: round(100 / v - 100, 1) for g, v in group.items()})
        print("new plans of 2024 by age, model over published %", {a: round(100 * issued[a] / by_age[a] - 100, 1) for a in range(2, 20)})
        print("request.level", request, "\nidentification.level", identify)
    if n == ROUNDS - 1:
        break
    # Requests by year: half of a year's plans were asked for in it, half in the year before.
    for y in range(2017, 2025):
        pull = (ASSESSED[y] / ASSESSED[2024] / request[y]) ** .01
        request[y] *= (new.get(y, new[2018]) * new.get(y + 1, new[2024])) ** .35 * pull
    for y in range(2017, 2024):  # 2024 is 1: what is left over is in the rates
        request[y] = round(request[y] / request[2024], 4)
    request[2024] = 1.0
    for y in range(2018, 2025):
        identify[y] = round(identify[y] * max(min((now[y + 1] / now.get(y, 1)) ** 4, 1.15), .87), 4)
    for a, r in enumerate(rates):
        band = next(b for b in BANDS if a in b)
        ratio = (sum(by_age[b] for b in band) / sum(issued[b] for b in band)) ** .7
        for column in ("rate_support", "rate_direct"):
            r[column] = f"{min(float(r[column]) * ratio, .9):.6g}"
        g = next(g for g, ages in GROUPS.items() if a in ages)
        if a < 16:  # later nearly nobody is identified
            r["identification"] = f"{float(r['identification']) * group[g] ** .7:.6g}"
    write_rates(rates)
    write_level("request.level", request)
    write_level("identification.level", identify)
