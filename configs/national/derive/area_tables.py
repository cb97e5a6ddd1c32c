#!/usr/bin/env python3
"""Where the areas' population, age margins and local levels come from (optional: a record).

usage: area_tables.py DATA_FOLDER RELEASE_2022_FOLDER NATIONAL_FOLDER AREAS_FOLDER
Writes <area>/population-<year>.csv (residents at the mid-year, net migration by cohort ratio 2019-2020) and
<area>/stock-age-<year>.csv (published age groups of January, spread inside each by England's January 2025 plans per
resident), and prints new plans against England's rates x local residents. Python 3, standard library only.
"""
import csv
import os
import sys

DATA, D22, NATIONAL, AREAS = sys.argv[1:5]
AGES = range(26)
GROUPS = {"Under 5": range(0, 5), "Age 5 to 10": range(5, 11), "Age 11 to 15": range(11, 16), "Age 16 to 19": range(16, 20),
          "Age 20 to 25": range(20, 26)}
PLAN_LEVEL = {2014: .277, 2015: .285, 2016: .369, 2017: .431, 2018: .50, 2019: .55, 2020: .61}


def rows(path, **equal):
    with open(path, encoding="utf-8-sig") as f:
        return [r for r in csv.DictReader(f) if all(r.get(k) == v for k, v in equal.items())]


def population(year, code):
    r = rows(os.path.join(DATA, "population", f"ons_mid_{year}_single_age.csv"), code=code)[0]
    return [float(r[f"age_{a}"]) for a in range(31)]


def residents(year, code):
    """Mid-year residents by age: published for 2019 and 2020, otherwise the same cohorts shifted."""
    base = 2019 if year <= 2019 else 2020
    p, shift = population(base, code), base - year
    return [p[min(max(a + shift, 0), 30)] for a in AGES]


rates = {int(r["age"]): r for r in rows(os.path.join(NATIONAL, "rates-by-age.csv"))}
england = residents(2024, "E92000001")
prevalence = [float(rates[a]["stock"]) / england[a] for a in AGES]
new_plans = [0.0] * 26  # rate of new plans in 2024 by age at 31 August before
for r in rows(os.path.join(NATIONAL, "new-plans-by-age.csv")):
    new_plans[int(r["age"])] = float(r["new_plans"]) / england[int(r["age"])]


def write_population(folder, year, code, scale=1.0):
    p, now, before = residents(year, code), population(2020, code), population(2019, code)
    with open(os.path.join(AREAS, folder, f"population-{year}.csv"), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["age", "residents", "net_migration"])
        for a in AGES:
            w.writerow([a, f"{p[a] * scale:.1f}".rstrip("0").rstrip("."), f"{(now[a] / before[a - 1] - 1) if a else 0:.4f}"])
    return p


def write_stock(folder, january, code, name, published_in):
    p = residents(january - 1, code)
    groups = {r["characteristic_age"]: float(r["Total_all"]) for r in rows(os.path.join(D22, "sen2_age_caseload.csv"), la_name=name, time_period=str(published_in)) if r["characteristic_age"] in GROUPS} \
        if name else {r["characteristic_age"]: float(r["Total_all"]) for r in rows(os.path.join(D22, "sen2_age_caseload.csv"), geographic_level="National", time_period=str(published_in)) if r["characteristic_age"] in GROUPS}
    weight = [prevalence[a] * p[a] for a in AGES]
    if january <= 2019:  # plans beyond 22 were still rare: the reform opened them from 2014 on
        for a in range(22, 26):
            weight[a] *= .6
    with open(os.path.join(AREAS, folder, f"stock-age-{january}.csv"), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["age", "plans"])
        for label, ages in GROUPS.items():
            total = sum(weight[a] for a in ages)
            for a in ages:
                w.writerow([a, f"{groups[label] * weight[a] / total:.2f}"])
    print(folder, january, groups, sum(groups.values()))


def write_support(folder, january, code, factor=None, children=None):
    """SEN support by age: England's profile of January 2025 times a factor, or scaled to a published number of children."""
    p = residents(january - 1, code)
    profile = [float(rates[a]["support_prevalence"]) for a in AGES]
    factor = factor or children / sum(x * n for x, n in zip(profile, p))
    with open(os.path.join(AREAS, folder, f"support-{january}.csv"), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["age", "support_prevalence"])
        for a in AGES:
            w.writerow([a, f"{profile[a] * factor:.6g}"])
    print(f"{folder} SEN support {january}: factor {factor:.3f}, children {factor * sum(x * n for x, n in zip(profile, p)):.0f}")


def compare(name, code, years):
    total_seen = total_expected = 0
    for y in years:
        p = residents(y - 1, code)
        expected = PLAN_LEVEL[y] * sum(new_plans[a] * p[a] for a in AGES)
        seen = float(rows(os.path.join(D22, "sen2_age_new_plans.csv"), la_name=name, time_period=str(y), characteristic_age="Total")[0]["Total_new_all"])
        total_seen, total_expected = total_seen + seen, total_expected + expected
        print(f"  {name} {y}: new plans {seen:.0f}, England's rates x residents {expected:.1f}, ratio {seen / expected:.3f}")
    print(f"  {name} together {total_seen:.0f} / {total_expected:.1f} = {total_seen / total_expected:.3f}")


ENGLAND = "E92000001"
for year, folder in ((2024, "england-average"), (2017, "england-average")):
    total = sum(residents(year, ENGLAND))
    write_population(folder, year, ENGLAND, 57000 / total)
    print(f"England 0-25 in {year}: {total:.0f}; scale {57000 / total:.8f}; births by year x scale:",
          {y: round(b * 57000 / total, 1) for y, b in {2018: 644056, 2019: 618858, 2020: 601913}.items()})
write_stock("england-average", 2018, ENGLAND, None, 2018)
write_population("kingston", 2018, "E09000021")
write_stock("kingston", 2019, "E09000021", "Kingston upon Thames", 2019)
write_population("richmond", 2020, "E09000027")
write_stock("richmond", 2021, "E09000027", "Richmond upon Thames", 2021)
write_population("worcestershire", 2019, "E10000034")
write_stock("worcestershire", 2020, "E10000034", "Worcestershire", 2020)
write_support("england-average", 2018, ENGLAND, factor=11.7 / 14.2)
write_support("kingston", 2018, "E09000021", children=3577 - 1130)
write_support("richmond", 2021, "E09000027", factor=9 / 14.2)
write_support("worcestershire", 2020, "E10000034", factor=12.1 / 14.2)
compare("Kingston upon Thames", "E09000021", range(2014, 2019))
compare("Kingston upon Thames", "E09000021", range(2016, 2019))
compare("Richmond upon Thames", "E09000027", range(2018, 2021))
compare("Worcestershire", "E10000034", range(2017, 2020))
