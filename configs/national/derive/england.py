#!/usr/bin/env python3
"""Writes configs/areas/england: every authority of England from January 2025, for configs/england.toml.

An authority that the releases hold is imported (`sendcast import ees`); the others are synthetic: England's rates on their
population, their plans what England's total leaves to them, marked red.

Usage: england.py --releases ehc_plans_2022.zip ehc_plans_2025.zip --population ons_mid_2020_single_age.csv
                  [--program build/run/sendcast] [--out configs/areas/england]
Sources: Department for Education, Education, health and care plans, releases 2022 and 2025; Office for National Statistics,
population estimates by single year of age, mid-2020.
"""
import argparse
import concurrent.futures
import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
# The first authority of each region in the ONS file, which lists them region by region.
FIRST_OF_REGION = {
    'County Durham': 'North East', 'Blackburn with Darwen': 'North West',
    'East Riding of Yorkshire': 'Yorkshire and The Humber', 'Derby': 'East Midlands', 'Herefordshire, County of': 'West Midlands',
    'Bedford': 'East of England', 'Camden': 'London', 'Bracknell Forest': 'South East',
    'Bath and North East Somerset': 'South West'}
# Authorities made since, of districts of 2020 (Northamptonshire (Structural Changes) Order 2020; Cumbria (Structural Changes)
# Order 2022).
SINCE = {
    'Northamptonshire': {'North Northamptonshire': ['Corby', 'East Northamptonshire', 'Kettering', 'Wellingborough'],
                         'West Northamptonshire': ['Daventry', 'Northampton', 'South Northamptonshire']},
    'Cumbria': {'Cumberland': ['Allerdale', 'Carlisle', 'Copeland'],
                'Westmorland and Furness': ['Barrow-in-Furness', 'Eden', 'South Lakeland']}}
UPPER = ('County', 'London Borough', 'Metropolitan District', 'Unitary Authority')
PLANS = 638745           # SEN2 2025, England, January 2025
ALLOCATION = {2024: 10.7e9, 2025: 12.0e9}   # high needs block, England, about
OTHER = 0.15             # of high needs spend not tied to a plan, about
MONEY = '''
[income.allocation]
kind = "allocation"
title = "High needs block, before recoupment"
growth_from = 2025
amount = {{ 2024 = {first:.0f}, 2025 = {second:.0f}, source = "England's block of about £10.7bn (2024-25) and £12bn (2025-26), by residents aged 0 to 25", reliability = "red" }}
growth = {{ mean = 0.04, sd = 0.02, source = "assumed", reliability = "red" }}

[cost.other_high_needs]
title = "High needs spend not tied to a plan"
growth_from = 2024
amount = {{ 2024 = {other:.0f}, source = "about 15 % of England's block, by residents", reliability = "red" }}
growth = {{ mean = 0.03, sd = 0.015, source = "assumed: prices", reliability = "red" }}
'''
SYNTHETIC = '''# {name}: synthetic. No figures of this authority are in the files that the others come from: England's rates on its
# population, and as many plans as England's total leaves to it. Everything here is red.
extends = ["../area.toml"]
area = "{name}"
area_code = "{code}"
description = "{name} as England's rates have it"
synthetic = true
region = "{region}"

[population]
residents = {{ csv = "population-2024.csv", column = "residents", source = "ONS mid-2020, the same cohorts four years older, ages 0-3 at the births of mid-2020", reliability = "red" }}
births = {{ 2024 = {births:.0f}, source = "residents aged 0 at mid-2020, held", reliability = "red" }}

[stock]
plans = {{ value = {plans:.1f}, source = "SEN2 2025: England's plans less those of the other authorities, by residents", reliability = "red" }}

[provision.state_special]
placement = "state_special"
places = {{ 2024 = {special:.1f}, source = "England's share of plans in state special schools in January 2025: assumed full", reliability = "red" }}
over_number = {{ mean = 0.02, sd = 0.008, source = "assumed", reliability = "red" }}

[provision.resourced]
placement = "resourced"
places = {{ 2024 = {resourced:.1f}, source = "England's share of plans in resourced provision and units in January 2025: assumed full", reliability = "red" }}
over_number = {{ mean = 0.02, sd = 0.008, source = "assumed", reliability = "red" }}
'''
SPECIAL, RESOURCED = 164287 / PLANS, 25116 / PLANS   # of all plans, with their part of the unknown (SEN2 2025)


def authorities(path):
    """{name: (code, region, residents by age 0..30, districts)} of today's authorities."""
    rows = [r for r in csv.DictReader(open(path, encoding='utf-8-sig')) if r['geography'] != 'Country']
    ages = [f'age_{a}' for a in range(31)]
    by_name = {r['name']: [float(r[a]) for a in ages] for r in rows}
    out, region = {}, None
    for r in rows:
        if r['geography'] not in UPPER:
            continue
        region = FIRST_OF_REGION.get(r['name'], region)
        if r['name'] in SINCE:
            for name, parts in SINCE[r['name']].items():
                out[name] = ('', region, [sum(by_name[d][a] for d in parts) for a in range(31)], parts)
        else:
            out[r['name']] = (r['code'], region, [float(r[a]) for a in ages], [])
    return out


def four_years_older(by_age):
    births = by_age[0]
    return [births] * 4 + by_age[:22]


def slug(name):
    return re.sub(r'[^a-z]+', '-', name.lower().replace(', city of', '').replace(', county of', '')).strip('-')


def importer(args, name, districts, folder):
    command = [args.program, 'import', 'ees', *args.releases, '--population', args.population, '--area', name, '--from', '2025',
               '-o', str(folder), '-q']
    if districts:
        command += ['--districts', *districts]
    return subprocess.run(command, capture_output=True, text=True)


def known_area(folder, text, name, region):
    """The imported file, over the common layer, without what the layer says."""
    text = re.sub(r'extends = \[.*\]', 'extends = ["../area.toml"]', text)
    for line in ('scenario', 'start', 'years', 'population_year'):
        text = re.sub(rf'(?m)^{line} = .*\n', '', text)
    return re.sub(r'(?m)^(area = .*\n)', rf'\1region = "{region}"\n', text)


def moves(folder):
    """Plans expected to move in and out in a year, at the residents and plans of the start: England is closed."""
    national = list(csv.DictReader(open(ROOT / 'configs/national/rates-by-age.csv')))
    column = lambda name: [float(r[name]) for r in national]
    into, out_of, shape = column('transfer_in'), column('transfer_out'), column('stock')
    inward = outward = 0.0
    for file in sorted(folder.glob('*/area.toml')):
        plans = float(re.search(r'\[stock\]\nplans = \{ value = ([0-9.]+)', file.read_text())[1])
        residents = [float(r['residents']) for r in csv.DictReader(open(file.parent / 'population-2024.csv'))]
        table = file.parent / 'stock-age-2025.csv'
        by_age = [float(r['plans']) for r in csv.DictReader(open(table))] if table.exists() else shape
        inward += sum(n * rate for n, rate in zip(residents, into))
        outward += plans / sum(by_age) * sum(n * rate for n, rate in zip(by_age, out_of))
    return inward, outward


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument('--releases', nargs='+', required=True)
    p.add_argument('--population', required=True)
    p.add_argument('--program', default=str(ROOT / 'build/run/sendcast'))
    p.add_argument('--out', type=pathlib.Path, default=ROOT / 'configs/areas/england')
    args = p.parse_args()
    all_areas = authorities(args.population)
    work = pathlib.Path(tempfile.mkdtemp())
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done = dict(zip(all_areas, pool.map(lambda n: importer(args, n, all_areas[n][3], work / slug(n)), all_areas)))
    residents = {n: four_years_older(a[2]) for n, a in all_areas.items()}
    england = sum(map(sum, residents.values()))
    texts, known = {}, 0.0
    for name, ran in done.items():
        file = work / slug(name) / 'area.toml'
        if ran.returncode == 0 and file.exists():
            texts[name] = known_area(work / slug(name), file.read_text(), name, all_areas[name][1])
            known += float(re.search(r'\[stock\]\nplans = \{ value = ([0-9.]+)', texts[name])[1])
    without = [n for n in all_areas if n not in texts]
    left = (PLANS - known) / sum(sum(residents[n]) for n in without)
    for old in args.out.glob('*/area.toml'):
        shutil.rmtree(old.parent)
    for name in all_areas:
        folder, here = args.out / slug(name), sum(residents[name])
        folder.mkdir(parents=True)
        text = texts.get(name)
        if text is None:
            plans = left * here
            text = SYNTHETIC.format(name=name, code=all_areas[name][0], region=all_areas[name][1], births=residents[name][0],
                                    plans=plans, special=plans * SPECIAL, resourced=plans * RESOURCED)
            with open(folder / 'population-2024.csv', 'w') as out:
                out.write('age,residents\n' + ''.join(f'{a},{n:.0f}\n' for a, n in enumerate(residents[name])))
        else:
            for table in (work / slug(name)).glob('*.csv'):
                if f'"{table.name}"' in text:
                    shutil.copy(table, folder / table.name)
        share = here / england
        money = MONEY.format(first=ALLOCATION[2024] * share, second=ALLOCATION[2025] * share, other=OTHER * ALLOCATION[2024] * share)
        (folder / 'area.toml').write_text(text.rstrip() + '\n' + money)
    shutil.rmtree(work)
    print(f'{len(texts)} authorities from the releases with {known:.0f} plans; {len(without)} synthetic: {", ".join(without)}')
    inward, outward = moves(args.out)
    print(f'{inward:.0f} plans move in and {outward:.0f} out in the first year at the stock of the start')
    if abs(inward / outward - 1) > 0.01:
        sys.exit('As many must move in as out: scale transfer.in_rate by %.4f in england/area.toml' % (outward / inward))
    for name in without:
        said = done[name].stderr.strip().splitlines()
        if said and 'release' not in said[0]:
            print(f'  {name}: {said[0]}', file=sys.stderr)


if __name__ == '__main__':
    main()
