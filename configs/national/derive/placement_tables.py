#!/usr/bin/env python3
"""Where the placement tables come from (optional: a record, the simulator does not need it).

usage: placement_tables.py DATA_FOLDER RELEASE_2025_FOLDER NATIONAL_FOLDER OUT_FOLDER
Reads the two published placement-by-age tables (DATA_FOLDER), the needs by placement (RELEASE_2025_FOLDER) and
rates-by-age.csv (NATIONAL_FOLDER); writes observed-first.csv, stock-age.csv, first-need.csv, stock-need.csv. Prints the log
that docs/data.md quotes. Python 3, standard library only.
"""
import csv
import os
import sys

DATA, D25, NATIONAL, OUT = sys.argv[1:5]
NEEDS = "ASD SLCN SEMH MLD SLD PMLD PD HI VI MSI SPLD OTH DS".split()
AGES = range(26)
TYPES = ("early_years mainstream resourced independent_mainstream state_special inmss_day inmss_residential alternative_provision "
         "fe_college specialist_post_16 work_based elective_home_education eotas_other not_in_education").split()
GROUPS = dict(MS="mainstream", SRP="resourced", INDM="independent_mainstream", SSP="state_special", AP="alternative_provision",
              FE="fe_college", SPI="specialist_post_16", EY="early_years", NEET="not_in_education")
# Assumed (red): share of independent and non-maintained special placements that are residential, by age; share of
# home-educated and other arrangements that is elective home education, by age (scaled to 7,155 in January 2025).
RESIDENTIAL = lambda a: .02 if a < 11 else .06 if a < 16 else .13 if a < 19 else .30
HOME = lambda a: .45 if a < 11 else .33 if a < 16 else .13
WORK = {16: 391, 17: 540, 18: 817, 19: 832, 20: 630, 21: 458, 22: 351, 23: 206, 24: 123}  # work_based_placements, January 2025


def read(path, **equal):
    with open(path, encoding="utf-8-sig") as f:
        return [r for r in csv.DictReader(f) if all(r.get(k) == v for k, v in equal.items())]


def number(label):
    return int([w for w in label.split() if w.isdigit()][0])


def by_age(path, first_column="age"):
    table = {}
    for r in read(path):
        label = r[first_column]
        for a in (range(0, 3) if "under" in label else range(20, 26) if "over" in label else [number(label)]):
            table[a] = r
    for a in (0, 1):
        table.setdefault(a, table[2])
    return table


def shares(r, age, home_scale, work=True):
    """Percent by type; the unknown shared in proportion; combined columns split."""
    known = {k: float(r[k]) for k in ("MS", "SRP", "INDM", "SSP", "INM", "AP", "FE", "SPI", "EY", "OTH", "NEET")}
    total = sum(known.values())
    out = dict.fromkeys(TYPES, 0.0)
    for k, v in known.items():
        v *= 100 / total
        if k == "INM":
            out["inmss_residential"] = v * RESIDENTIAL(age)
            out["inmss_day"] = v * (1 - RESIDENTIAL(age))
        elif k == "OTH":
            h = min(HOME(age) * home_scale, 1)
            out["elective_home_education"], out["eotas_other"] = v * h, v * (1 - h)
        else:
            out[GROUPS[k]] = v
    if work and age in WORK:
        moved = min(100 * WORK[age] / float(r["total"]), .5 * out["fe_college"])
        out["work_based"], out["fe_college"] = moved, out["fe_college"] - moved
    return out


rates = {int(r["age"]): r for r in read(os.path.join(NATIONAL, "rates-by-age.csv"))}
stock_n = [float(rates[a]["stock"]) for a in AGES]
stock_t = by_age(os.path.join(DATA, "england_placement_by_age_jan2025.csv"))
first_t = by_age(os.path.join(DATA, "england_newplan_placement_by_age_2024.csv"))
home_scale = 1.0
for _ in range(20):
    home = sum(stock_n[a] * shares(stock_t[a], a, home_scale)["elective_home_education"] / 100 for a in AGES)
    home_scale *= 7155 * 1.031 / home
print(f"home education share multiplied by {home_scale:.3f} to give 7,155 (and its part of the unknown)")
stock = {a: shares(stock_t[a], a, home_scale) for a in AGES}
first = {a: shares(first_t[a], a, home_scale, work=False) for a in AGES}
# Placement is recorded in January: two thirds of the plans issued at 3 (January to August) are counted at 4, in school.
for a in (0, 1, 2, 3):
    first[a] = {t: first[a][t] / 3 + 2 / 3 * shares(first_t[a + 1], a + 1, home_scale, work=False)[t] for t in TYPES}
print("stock January 2025, unknown shared:", {t: round(sum(stock_n[a] * stock[a][t] / 100 for a in AGES)) for t in TYPES})


def write(name, key, keys, table, digits=3):
    with open(os.path.join(OUT, name), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow([key] + list(TYPES))
        for k in keys:
            w.writerow([k] + [f"{table[k][t]:.{digits}f}" for t in TYPES])


write("observed-first.csv", "age", AGES, first)
write("stock-age.csv", "age", AGES, stock)

# --- need: observed over expected from the ages of the type alone ----------------------------------------------------
PLACES = dict(mainstream=["Mainstream - academy", "Mainstream - LA maintained", "Mainstream - free school"],
              resourced=[f"Mainstream - {s} ({k})" for s in ("academy", "LA maintained", "free school") for k in ("resourced provision", "SEN unit")],
              independent_mainstream=["Mainstream - independent"],
              state_special=["Special - Academy/free schools", "Special - LA maintained"],
              inmss_day=["Special - independent", "Special - non-maintained"],
              inmss_residential=["Special - independent", "Special - non-maintained"],
              alternative_provision=["AP/PRU - total"], fe_college=["FE - general FE and tertiary colleges", "FE - UKRLP provider"],
              specialist_post_16=["FE - specialist post-16 institutions"], work_based=["FE - UKRLP provider"],
              early_years=["Non-maintained early years"], elective_home_education=["Educated elsewhere - elective home education"],
              eotas_other=["Educated elsewhere - other arrangements by LA", "Educated elsewhere - other placement settings"],
              not_in_education=["Educated elsewhere - NEET", "Educated elsewhere - not in education or training (other)",
                                "Educated elsewhere - not in education or training (notice to cease issued)"])


def counts(rows):
    return {n: sum(float(r.get("number_" + n.lower()) or 0) for r in rows) for n in NEEDS}


def need_ratios(file, period, ages_file, weight, share):
    place = {r["breakdown"]: r for r in read(os.path.join(D25, file), geographic_level="National", breakdown_topic="Type of placement", time_period=period)}
    ages = {}
    for r in read(os.path.join(D25, ages_file), geographic_level="National", breakdown_topic="Child or young persons age", time_period=period):
        label = r["breakdown"]
        for a in (range(0, 3) if "under" in label else range(20, 26) if "over" in label else [number(label)]):
            ages[a] = counts([r])
    for a in AGES:
        ages.setdefault(a, ages[max(b for b in ages if b <= a)] if any(b <= a for b in ages) else ages[min(ages)])
    table = {n: {} for n in NEEDS}
    for t in TYPES:
        observed = counts([place[p] for p in PLACES[t] if p in place])
        expected = dict.fromkeys(NEEDS, 0.0)
        for a in AGES:
            total = sum(ages[a].values()) or 1
            for n in NEEDS:
                expected[n] += weight[a] * share[a][t] * ages[a][n] / total
        so, se = sum(observed.values()), sum(expected.values())
        for n in NEEDS:
            # a shrunken ratio: ten pseudo-children at the expected share
            ratio = ((observed[n] + 10 * expected[n] / se) / (so + 10)) / (expected[n] / se) if expected[n] else 1.0
            table[n][t] = min(max(ratio, .02), 20)
    return table


new_n = [0.0] * 26
for r in read(os.path.join(D25, "sen_need_newplans.csv"), geographic_level="National", breakdown_topic="Child or young persons age"):
    new_n[min(number(r["breakdown"]), 25)] += float(r["ehc_plans"])
write("first-need.csv", "need", NEEDS, need_ratios("sen_need_newplans.csv", "2024", "sen_need_newplans.csv", new_n, first))
write("stock-need.csv", "need", NEEDS, need_ratios("sen_needs_all_plans.csv", "202425", "sen_needs_all_plans.csv", stock_n, stock))
for name, t, n in (("first", first, new_n), ("stock", stock, stock_n)):
    print(name, "%", {k: round(sum(n[a] * t[a][k] for a in AGES) / sum(n), 2) for k in TYPES})
