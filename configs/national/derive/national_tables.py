#!/usr/bin/env python3
"""Where the national single-age tables come from (optional: a record, the simulator does not need it).

usage: national_tables.py DATA_FOLDER RELEASE_2022_FOLDER RELEASE_2025_FOLDER OUT_FOLDER
DATA_FOLDER holds default_hazards_england_2024.csv and population/; the two release folders hold the CSVs of the
DfE releases "Education, health and care plans" 2022 and 2025. Writes CSVs beside the national TOML and prints the log
that docs/data.md quotes. Python 3, standard library only.
"""
import csv
import math
import os
import sys

DATA, D22, D25, OUT = sys.argv[1:5]
NEEDS = "ASD SLCN SEMH MLD SLD PMLD PD HI VI MSI SPLD OTH DS".split()
AGES = range(26)
AUTUMN_START = 2 / 3  # 1 September as a fraction of the calendar year


def rows(folder, name, **equal):
    with open(os.path.join(folder, name), encoding="utf-8-sig") as f:
        return [r for r in csv.DictReader(f) if all(r.get(k) == v for k, v in equal.items())]


def national(name, topic, period):
    found = rows(D25, name, geographic_level="National", breakdown_topic=topic, time_period=period)
    return {r["breakdown"]: r for r in found}


def population(year, code="E92000001"):
    r = rows(os.path.join(DATA, "population"), f"ons_mid_{year}_single_age.csv", code=code)[0]
    return [float(r[f"age_{a}"]) for a in range(31)]


def label_age(label):
    """Age of a label such as 'Aged 10', 'age 2 and under' or 'age 20 and over'."""
    digits = [w for w in label.replace("under 3", "2").split() if w.isdigit()]
    return int(digits[0]) if digits else None


def spread(table, column, low, high):
    """Counts by single age; the open first and last classes are spread by the shares given."""
    out = [0.0] * 26
    for label, r in table.items():
        age, n = label_age(label), float(r[column])
        if age is None:
            continue
        if "under" in label:
            for a, share in low.items():
                out[a] += n * share
        elif "over" in label:
            for a, share in high.items():
                out[a] += n * share
        else:
            out[age] += n
    return out


# --- waiting time from request to plan, as the model draws it: knots 12, 20, 52, 80 weeks --------------------------
def quantile_years(u, within_20, over_year):
    knots = [(0, 12), (within_20, 20), (1 - over_year, 52), (1, 80)]
    for (u0, w0), (u1, w1) in zip(knots, knots[1:]):
        if u <= u1:
            return (w0 + (w1 - w0) * (u - u0) / max(u1 - u0, 1e-9)) / 52.18
    return 80 / 52.18


WITHIN = {2014: .615, 2015: .546, 2016: .557, 2017: .613, 2018: .580, 2019: .587, 2020: .556, 2021: .579, 2022: .477,
          2023: .491, 2024: .459}
OVER = {y: .02 for y in range(2010, 2022)} | {2022: .04, 2023: .051, 2024: .072}


def share_by_lag(boundary, year=2024, steps=200):
    """Shares of the plans of a calendar year by how many boundaries (fractions of a year) lie before the request."""
    shares = {}
    for i in range(steps):
        t = quantile_years((i + .5) / steps, WITHIN.get(year, .459), OVER.get(year, .072))
        for j in range(steps):
            request = (j + .5) / steps - t
            k = int((request - boundary) // 1)
            shares[k] = shares.get(k, 0) + 1 / steps ** 2
    return shares


# --- entries: new plans of 2024 by age at 31 August 2023 (the base of sen_need_newplans) ---------------------------
OFFICIAL_NEW = 97747
new_age = national("sen_need_newplans.csv", "Child or young persons age", "2024")
cohort = spread(new_age, "ehc_plans", {0: .01, 1: .09, 2: .90}, {20: .6, 21: .2, 22: .1, 23: .05, 24: .05})
scale = OFFICIAL_NEW / sum(cohort)
cohort = [n * scale for n in cohort]
hazards = {int(r["sen2_age_31aug"]): r for r in rows(DATA, "default_hazards_england_2024.csv")}
implied = sum(float(r["entries_2024_implied"]) for r in hazards.values())
print(f"new plans by age: {sum(cohort) / scale:.0f} in sen_need_newplans, x{scale:.4f} = {OFFICIAL_NEW}; "
      f"hazard file {implied:.0f}, x{OFFICIAL_NEW / implied:.4f}")
for a in range(3, 20):
    print(f"  age {a} at 31 August 2024: hazard file x1.047 {float(hazards[a]['entries_2024_implied']) * OFFICIAL_NEW / implied:8.0f}"
          f"   used {cohort[a - 1]:8.0f}")

with open(os.path.join(OUT, "new-plans-by-age.csv"), "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["age", "new_plans"])
    for a in AGES:
        w.writerow([a, round(cohort[a])])

# Requests that end in a plan, by academic age at request: cohort x (age at 31 August 2023) collects the plans of
# requests at x-1, x and x+1 with the shares by lag; solved by non-negative multiplicative updates.
lag = share_by_lag(AUTUMN_START)
shares = {-1: lag.get(0, 0), 0: lag.get(-1, 0), 1: sum(v for k, v in lag.items() if k <= -2)}  # age at request x+1, x, x-1
print("share of a year's plans requested at age x+1, x, x-1:", {k: round(v, 4) for k, v in shares.items()})
success = [max(n, 1e-6) for n in cohort]


def collected(r, x):
    return sum(w * (r[x - d] if 0 <= x - d < 26 else 0) for d, w in shares.items())


for _ in range(30):  # few steps: stops before noise is amplified
    fit = [collected(success, x) for x in AGES]
    success = [sum(w * success[a] * cohort[a + d] / max(fit[a + d], 1e-9)
                   for d, w in shares.items() if 0 <= a + d < 26) / sum(w for d, w in shares.items() if 0 <= a + d < 26)
               for a in AGES]
total = sum(collected(success, x) for x in AGES)
success = [s * OFFICIAL_NEW / total for s in success]

# --- assess and issue by age at request -----------------------------------------------------------------------------
req, asm = (national(f, "Child or young persons age", "2024") for f in ("requests.csv", "assessments.csv"))


def share(table, yes, no):
    out = [None] * 26
    for label, r in table.items():
        a = label_age(label)
        if a is not None and "unknown" not in label:
            p = float(r[yes]) / (float(r[yes]) + float(r[no]))
            for b in (range(0, 3) if "under" in label else range(20, 26) if "over" in label else [a]):
                out[b] = p
    return out


assess = share(req, "requests_decided_to_assess", "requests_decided_not_to_assess")
issue = share(asm, "assess_issued", "assess_not_issued")
# What disputes add (national TOML): share disputed x share decided for the family.
DISPUTE_ASSESS, DISPUTE_ISSUE = .15 * .75, .30 * .75
chance = [(p + (1 - p) * DISPUTE_ASSESS) * (q + (1 - q) * DISPUTE_ISSUE) for p, q in zip(assess, issue)]
requests = [s / c for s, c in zip(success, chance)]

# --- level of requests by year: 2024 = 1 ----------------------------------------------------------------------------
PLAN_LEVEL = {2018: .50, 2019: .55, 2020: .61, 2021: .64, 2022: .68, 2023: .86, 2024: 1.0}
NEW_PLANS = {2014: 27139, 2015: 27923, 2016: 36094, 2017: 42162, 2018: 48907}
for y in range(2014, 2018):
    PLAN_LEVEL[y] = PLAN_LEVEL[2018] * NEW_PLANS[y] / NEW_PLANS[2018]
# Shape within the years: requests x share assessed (both published from 2016).
REQ = {2016: (55235, 26.8), 2017: (64555, 22.6), 2018: (72423, 24.7), 2019: (82329, 22.8), 2020: (75951, 21.6),
       2021: (93302, 22.3), 2022: (114482, 22.1), 2023: (138242, 24.0), 2024: (154489, 25.2)}
shape = {y: n * (1 - r / 100) for y, (n, r) in REQ.items()}
for y in (2015, 2014, 2013, 2012, 2011, 2010):
    shape[y] = shape[2016] * NEW_PLANS.get(y + 1, 27139) / NEW_PLANS[2017]
shape = {y: v / shape[2024] for y, v in shape.items()}
calendar = {y: share_by_lag(0, y) for y in range(2014, 2025)}


def plan_level(level, y):
    c = calendar[y]
    return sum(v * level[max(y + k, 2010)] for k, v in c.items())


# The levels stay near that shape and move only as far as official new plans ask for: gradient steps on
# (plans)^2 + .05 (distance from the shape)^2, every level relative to 2024's plans.
level = {y: v * 1.05 for y, v in shape.items()}
for _ in range(6000):
    scaled = {y: v * level[2024] / shape[2024] for y, v in shape.items()}
    error = {y: PLAN_LEVEL[y] - plan_level(level, y) for y in calendar}
    step = {y: .05 * (scaled[y] - v) for y, v in level.items()}
    for y, weights in calendar.items():
        for k, w in weights.items():
            step[max(y + k, 2010)] += w * error[y]
    level = {y: max(v + .3 * step[y], .05) for y, v in level.items()}
factor = level[2024]
level = {y: v / factor for y, v in level.items()}
print(f"plans issued a year at level 1 held for ever: {OFFICIAL_NEW * factor:.0f} (x{factor:.4f} of 2024's plans)")
print("request.level", {y: round(v, 3) for y, v in sorted(level.items())})
print("plans level  ", {y: (round(plan_level(level, y) * factor, 3), round(PLAN_LEVEL[y], 3)) for y in range(2014, 2025)})
# The pool on SEN support changes while levels rise, so the simulator itself, run from January 2018, does not quite
# return this chain: a factor that makes its new plans of 2024 right, and one by age that makes its stock by age right.
SIMULATED = 1.033
SIMULATED_AGE = lambda a: .95 if a < 3 else 1.0 if a < 4 else .93 if a < 10 else 1.0 if a < 11 else 1.14 if a < 18 else 1.0
requests = [q * factor * SIMULATED * SIMULATED_AGE(a) for a, q in enumerate(requests)]

# --- stocks: residents, plans, SEN support --------------------------------------------------------------------------
p2020, p2019 = population(2020), population(2019)
residents = [p2020[a - 4] if a >= 4 else p2020[0] for a in AGES]  # mid-2024 ~ mid-2020 four years older
stock = [0.0] * 26
for label, r in national("caseload.csv", "Child or young persons age", "202425").items():
    a = label_age(label)
    stock[a if "under" not in label else 2] += float(r["ehcplans"])
stock[1], stock[2] = stock[2] * .1, stock[2] * .9
# mid-2024 plans: one academic year's ageing between two Januaries is close to the January 2025 stock of the age
without = [residents[a] - stock[a] for a in AGES]

PUPILS = .945  # share of residents who are pupils counted in the school census (red)
PREVALENCE = {0: 0, 1: .002, 2: .012, 3: .036, 4: .075, 5: .110, 6: .134, 7: .149, 8: .160, 9: .167, 10: .169, 11: .152,
              12: .149, 13: .146, 14: .142, 15: .137}  # share of pupils, January 2025; shape of 2020: 15.2 % at 10, 12.9 % at 11
support = [PREVALENCE.get(a, 0) * PUPILS for a in AGES]
for a, p in zip(range(16, 26), (.060, .035, .018, .006, .003, .002, .001, .0008, .0005, .0003)):
    support[a] = p
school = sum(support[a] * residents[a] for a in range(4, 16)) / (PUPILS * sum(residents[4:16]))
print(f"SEN support, ages 4-15: {100 * school:.2f} % of pupils")
count = [support[a] * residents[a] for a in AGES]

# --- split of requests, severity and need ---------------------------------------------------------------------------
DIRECT = {0: .97, 1: .95, 2: .85, 3: .70, 4: .40, 5: .25, 6: .20}
direct = [DIRECT.get(a, .17 if a < 16 else .40) for a in AGES]
REQUEST_NEED = dict(ASD=1.6, SLCN=1.1, SEMH=1.05, MLD=.65, SLD=2.0, PMLD=2.2, PD=1.2, HI=.9, VI=.9, MSI=1.2, SPLD=.40,
                    OTH=.9, DS=1.8)
SEVERITY_MIX, REQUEST_SEVERITY, EXIT_SEVERITY = (.55, .33, .12), (.75, 1.15, 1.8), (1.15, .85, .65)

new_need = {}
for label, r in new_age.items():
    a = label_age(label)
    new_need[a] = {n: float(r.get("number_" + n.lower(), 0) or 0) for n in NEEDS}
for n in NEEDS:
    new_need[1] = new_need[0] = new_need[2]
for a in range(21, 26):
    new_need[a] = new_need[20]


def mix(weights):
    s = sum(weights.values())
    return {k: v / s for k, v in weights.items()}


new_mix = {a: mix({n: v + .5 for n, v in new_need[a].items()} | {"DS": 0.0}) for a in AGES}
IDENTIFY_MORE = 1.10  # those identified in a year may leave in it again: set on the simulator's own prevalence
# Stock of SEN support by need and severity, age by age; identification keeps the prevalence profile stationary.
EXIT = {0: .05, 1: .08, 2: .08, 3: .08, 4: .08, 5: .09, 6: .10, 7: .10, 8: .11, 9: .12, 10: .20, 11: .14, 12: .13, 13: .13,
        14: .14, 15: .50, 16: .45, 17: .50, 18: .65, 19: .55, 20: .5, 21: .5, 22: .5, 23: .5, 24: .5, 25: .5}
cell = {}  # (need, severity) -> children on SEN support at the age
exit_rate, ident, rate_support, rate_direct, ident_mix = [0.0] * 26, [0.0] * 26, [0.0] * 26, [0.0] * 26, {}
for a in AGES:
    if a == 0:
        requests[a] = 0.0  # fewer than 100 in England: none
    have = sum(cell.values())
    if have > 1:
        cell = {k: v * count[a] / have for k, v in cell.items()}
    else:
        cell = {(n, s): new_mix[a][n] / REQUEST_NEED[n] * SEVERITY_MIX[s] for n in NEEDS for s in range(3)}
        total = sum(cell.values()) or 1
        cell = {k: v * max(count[a], 1) / total for k, v in cell.items()}
    here = sum(cell.values())
    mean_request = sum(v * REQUEST_NEED[n] * REQUEST_SEVERITY[s] for (n, s), v in cell.items()) / here
    hazard = requests[a] * (1 - direct[a]) / max(here, 1) / mean_request
    rate_support[a] = min(1 - math.exp(-hazard), .9)
    bare = max(without[a] - count[a], 1)
    rate_direct[a] = 1 - math.exp(-requests[a] * direct[a] / bare)
    # leave SEN support in the year: exit, or a request that ends in a plan; the refused stay (or arrive, if direct)
    mean_exit = sum(v * EXIT_SEVERITY[s] for (n, s), v in cell.items()) / here
    exit_hazard = -math.log(1 - EXIT[a]) / mean_exit
    exit_rate[a] = 1 - math.exp(-exit_hazard)
    left = {}
    for (n, s), v in cell.items():
        h = hazard * REQUEST_NEED[n] * REQUEST_SEVERITY[s] * chance[a] + exit_hazard * EXIT_SEVERITY[s]
        left[n, s] = v * math.exp(-h)
    refused = requests[a] * direct[a] * (1 - chance[a])
    follow = count[min(a + 1, 25)] * (residents[a] / max(residents[min(a + 1, 25)], 1))
    wanted = max(follow - sum(left.values()) - refused, 0.0)
    ident[a] = min(IDENTIFY_MORE * wanted / bare, .5)
    target = mix({n: new_mix[min(a + 1, 25)][n] / REQUEST_NEED[n] for n in NEEDS})
    arrive = {n: max(target[n] * follow - sum(left[n, s] for s in range(3)), 0) for n in NEEDS}
    # half the mix that would be needed, half the mix wished for: no need vanishes or stands alone at an age
    ident_mix[a] = {n: .5 * x + .5 * target[n] for n, x in (mix(arrive) if sum(arrive.values()) > 0 else target).items()}
    for n in NEEDS:
        for s in range(3):
            left[n, s] += (wanted + refused) * ident_mix[a][n] * SEVERITY_MIX[s]
    asked = mix({n: sum(cell[n, s] * REQUEST_NEED[n] * REQUEST_SEVERITY[s] for s in range(3)) for n in NEEDS})
    seen = {n: round(100 * ((1 - direct[a]) * asked[n] + direct[a] * new_mix[a][n])) for n in ("ASD", "SLCN", "SEMH", "MLD", "SPLD")}
    cell = left
    print(f"  age {a:2d} prevalence {100 * support[a]:5.2f} %  requests {requests[a]:7.0f} direct {direct[a]:.2f}  rate_support {rate_support[a]:.4f} "
          f"rate_direct {rate_direct[a]:.5f}  exit {exit_rate[a]:.3f}  identified {ident[a]:.4f} ({wanted:.0f})  "
          f"needs asked for {seen}, published { {n: round(100 * new_mix[a][n]) for n in seen} }")
print(f"requests at level 1: {sum(requests):.0f} (2024: 154,489 received)")

# --- ceasing, moving between authorities ----------------------------------------------------------------------------
CEASE = [.005] * 16 + [.011, .034, .143, .219, .254, .288, .336, .370, .430, .827]
transfer_out = [float(hazards[a]["p_transfer_out_LA_year"] or .02) if a in hazards else .0135 for a in AGES]
transfer_in = [transfer_out[a] * stock[a] / residents[a] for a in AGES]
print(f"transfers at the January 2025 stock: {sum(o * s for o, s in zip(transfer_out, stock)):.0f} (2024: 13,953)")

with open(os.path.join(OUT, "rates-by-age.csv"), "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow("age support_prevalence exit_rate identification rate_support rate_direct assess issue cease transfer_out transfer_in stock".split())
    for a in AGES:
        w.writerow([a] + [f"{v:.6g}" for v in (support[a], exit_rate[a], ident[a], rate_support[a], rate_direct[a], assess[a],
                                               issue[a], CEASE[a], transfer_out[a], transfer_in[a], round(stock[a]))])
for name, table in (("need-mix-identified.csv", ident_mix), ("need-mix-direct.csv", new_mix)):
    with open(os.path.join(OUT, name), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["need"] + [f"age_{a}" for a in range(21)])
        for n in NEEDS:
            w.writerow([n] + [f"{100 * table[a][n]:.2f}" for a in range(21)])

# --- reasons for ceasing, by age ------------------------------------------------------------------------------------
ceased = national("ceased_plans.csv", "Age plan ceased", "2024")
columns = dict(needs_met="needs_met", employment="employ", higher_education="he", no_engagement="no_engage", maximum_age="max_age",
               left_england="moved_outside_eng", died="deceased", other="other")
with open(os.path.join(OUT, "cease-reasons.csv"), "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["reason", "under_11", "age_11_15", "age_16", "age_17", "age_18", "age_19", "age_20_24", "age_25"])
    for reason, column in columns.items():
        n = spread(ceased, column, {2: 1.0}, {20: 1.0})
        older = n[20] if reason != "maximum_age" else n[20] * .15
        w.writerow([reason] + [round(v) for v in (sum(n[:11]), sum(n[11:16]), n[16], n[17], n[18], n[19], older,
                                                   n[20] * .1 if reason != "maximum_age" else n[20] * .85)])
# --- England's population: migration by cohort ratio ---------------------------------------------------------------
with open(os.path.join(OUT, "migration-by-age.csv"), "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["age", "net_migration"])
    for a in AGES:
        w.writerow([a, f"{(p2020[a] / p2019[a - 1] - 1) if a else 0:.5f}"])
