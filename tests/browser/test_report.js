// The report as people meet it: from the disk, with a keyboard, on a phone, and against summary.csv. Figures come from a
// short run of a shipped area; names that hold script stay text.
'use strict';
const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const {execFileSync} = require('child_process');
const {test, before, after} = require('node:test');
const {pathToFileURL} = require('url');
const {open, violations, screenshot, close} = require('./browser.js');

const root = path.join(__dirname, '..', '..');
const program = path.join(process.env.SENDCAST_BUILD, 'sendcast');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'sendcast-report-'));
const run = path.join(work, 'a-vs-b');
const hostile = '</script><img src=x onerror="document.title=\'broken\'"><script>document.title="broken"</script>';
const sendcast = (...words) => execFileSync(program, words, {cwd: root, encoding: 'utf8'});

before(() => {
  const area = path.join(root, 'configs/areas/kingston/do-nothing.toml');
  const named = path.join(work, 'named.toml');
  fs.writeFileSync(named, `extends = ["${area}"]\nyears = 3\nscenario = '''${hostile}'''\ndescription = '''${hostile}'''\n` +
    `area = '''Kingston ${hostile}'''\n`);
  sendcast('compare', named, '+' + path.join(root, 'configs/scenarios/kingston-planned-places.toml'), '-n', '64', '-o', run, '-q');
  sendcast('report', run);
  sendcast('report', path.join(run, 'a'), '--assurance');
});
after(async () => {
  await close();
  fs.rmSync(work, {recursive: true, force: true});
});

const address = (file) => pathToFileURL(file).href;
const report = () => address(path.join(run, 'report.html'));
const drawn = (page) => page.waitForFunction(() => document.body.dataset.drawn, null, {timeout: 60000});

// Rows of summary.csv of run b by metric, breakdown, category and period. Quoted fields hold the hostile names.
function summary() {
  const rows = new Map(), text = fs.readFileSync(path.join(run, 'b', 'summary.csv'), 'utf8');
  const [header, ...lines] = text.trimEnd().split('\n').map((line) => {
    const cells = [];
    line.replace(/("([^"]|"")*"|[^,]*)(,|$)/g, (_, cell) => cells.push(cell.replace(/^"|"$/g, '').replace(/""/g, '"')));
    return cells;
  });
  for (const cells of lines) {
    const row = Object.fromEntries(header.map((name, i) => [name, cells[i]]));
    rows.set([row.metric, row.breakdown, row.category, row.period].join('|'), row);
  }
  return rows;
}
// Equal as far as the file is rounded: counts to four decimals, pounds to the penny, ratios to six digits.
function agrees(value, row, quantile, what) {
  const text = row[quantile];
  const rounding = row.unit === 'count' ? 5e-5 : row.unit === 'pounds' ? 5e-3 : 5e-6 * Math.abs(value);
  assert.ok(text !== '' && Math.abs(value - Number(text)) <= 1.001 * rounding, `${what}, ${quantile}: ${value}, in summary.csv ${text}`);
}

test('it opens from the disk without a request, an error or a name turned to script', async () => {
  const {page, requests, faults, close: done} = await open(report());
  await drawn(page);
  assert.deepStrictEqual(requests, [report()]);
  assert.deepStrictEqual(faults, []);
  assert.ok((await page.title()).includes(hostile), 'the name is shown as it is written');
  assert.strictEqual(await page.locator('main img').count(), 0);
  assert.ok(fs.statSync(path.join(run, 'report.html')).size < 1.5e6);
  await done();
});

test('every chart is drawn, and its table holds the figures of its data', async () => {
  const {page, close: done} = await open(report());
  await drawn(page);
  const charts = await page.$$eval('figure', (all) => all.map(({id}) => id));
  for (const wanted of ['ehcp_stock', 'independent_share', 'hnb_spend', 'cumulative_deficit', 'placements', 'flows', 'exceedance',
    'tornado', 'places-state_special', 'difference-0-1-hnb_spend', 'bridge-spend-2018-19-2020-21'])
    assert.ok(charts.includes(wanted), `${wanted} is among ${charts}`);
  for (const id of charts) {
    const {marks, data, cells} = await page.evaluate((chart) => {
      const view = window.charts[chart];
      const name = ['bands', 'rows', 'points'].find((one) => { try { return view.data(one); } catch { return false; } });
      return {
        marks: document.querySelectorAll(`#${CSS.escape(chart)}-chart svg path, #${CSS.escape(chart)}-chart svg line`).length,
        data: view.data(name).map((row) => ({...row})),
        cells: [...document.querySelectorAll(`#${CSS.escape(chart)} tbody tr`)].map((row) =>
          [...row.children].map((cell) => [cell.dataset.value === undefined ? null : Number(cell.dataset.value), cell.textContent])),
      };
    }, id);
    assert.ok(marks > 3 && data.length > 0, `${id} is drawn`);
    assert.strictEqual(cells.length, data.length, `${id}: a row of the table for each of the data`);
    data.forEach((row, i) => {
      const values = cells[i].map(([value]) => value), texts = cells[i].map(([, text]) => text);
      assert.ok(texts.includes(String(row.period ?? row.name ?? row.year)), `${id}: ${texts} names its row`);
      for (const field of ['p05', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95', 'low', 'mid', 'high', 'start', 'places', 'chance', 'amount', 'share', 'value'])
        if (typeof row[field] === 'number') assert.ok(values.includes(row[field]), `${id}, ${texts[0]}: ${field} ${row[field]} is in the table`);
    });
  }
  await done();
});

test('Septembers of equal chance of too few places each show theirs', async () => {
  const {page, close: done} = await open(report());
  await drawn(page);
  const shown = await page.evaluate(async () => {
    const view = window.charts['places-state_special'];
    const rows = view.data('bands').map(({period, p05, p10, p25, p50, p75, p90, p95, places}, i) =>
      ({period, p05, p10, p25, p50, p75, p90, p95, places, chance: i < 2 ? 0.25 : 0.5}));
    await view.data('bands', rows).runAsync();
    return [...document.querySelectorAll('#places-state_special-chart svg text')].map((text) => text.textContent)
      .filter((text) => /^\d+ %$/.test(text) && text !== '90 %');
  });
  assert.deepStrictEqual(shown, ['25 %', '25 %', '50 %']);
  await done();
});

test('the years of the exceedance chart have a key, whose words touch neither each other nor the lines', async () => {
  for (const width of [1280, 390]) {
    const {page, close: done} = await open(report(), {width});
    await drawn(page);
    const {words, years, lines} = await page.evaluate(() => {
      const box = (one) => { const {left, right, top, bottom} = one.getBoundingClientRect(); return {left, right, top, bottom}; };
      const chart = document.getElementById('exceedance-chart');
      return {
        words: [...chart.querySelectorAll('.mark-text text')].filter((text) => /^\d{4}-\d{2}$/.test(text.textContent)).map((text) => ({text: text.textContent, ...box(text)})),
        years: [...new Set(window.charts.exceedance.data('points').map(({year}) => year))],
        lines: [...chart.querySelectorAll('.mark-line path')].map(box),
      };
    });
    assert.deepStrictEqual(words.map(({text}) => text), years);
    const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    words.forEach((a, i) => {
      assert.ok(words.every((b, k) => k === i || apart(a, b)), `${a.text} touches another at ${width}`);
      assert.ok(lines.every((line) => apart(a, line)), `${a.text} touches a line at ${width}`);
      assert.ok(a.left >= 0 && a.right <= width, `${a.text} is on the screen at ${width}`);
    });
    await done();
  }
});

test('fans hold what summary.csv says', async () => {
  const {page, close: done} = await open(report());
  await drawn(page);
  const rows = summary();
  for (const metric of ['ehcp_stock', 'independent_share', 'hnb_spend', 'cumulative_deficit']) {
    const bands = await page.evaluate((chart) => window.charts[chart].data('bands').map((row) => ({...row})), metric);
    for (const band of bands) {
      const row = rows.get([metric, 'total', 'total', band.period].join('|'));
      for (const quantile of ['p05', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95']) agrees(band[quantile], row, quantile, `${metric} ${band.period}`);
    }
  }
  await done();
});

test('no table that is open is cut at 1280 pixels, and differences of shares are in points', async () => {
  const {page, close: done} = await open(report());
  await drawn(page);
  await page.$$eval('details', (all) => { for (const one of all) one.open = true; });
  await page.$$eval('thead th', (all) => { for (const one of all) if (one.textContent.includes('<')) one.textContent = 'do-nothing, median'; });  // a name that people give
  const cut = await page.$$eval('.scroll', (all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.ariaLabel));
  assert.deepStrictEqual(cut, []);
  const share = 'difference-0-1-independent_share';
  const texts = await page.$$eval(`#${share} tbody td.n`, (all) => all.map((one) => one.textContent));
  assert.ok(texts.filter((text) => text.endsWith(' points') && !text.startsWith('±')).length >= 7);
  assert.match(await page.evaluate((id) => document.querySelector(`#${id}-chart`).textContent, share), /points/);
  await done();
});

test('a keyboard alone reaches everything', async () => {
  const {page, close: done} = await open(report());
  await drawn(page);
  await page.keyboard.press('Tab');
  assert.strictEqual(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.strictEqual(await page.evaluate(() => document.activeElement.id), 'content');
  const reached = new Set();
  for (let i = 0; i < 400; ++i) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      return one.tagName === 'BODY' ? null : [...document.querySelectorAll('a, button, summary, [tabindex="0"]')].indexOf(one);
    });
    if (at === null) break;
    reached.add(at);
  }
  const wanted = await page.evaluate(() => [...document.querySelectorAll('main button, main summary')]
    .map((one) => [...document.querySelectorAll('a, button, summary, [tabindex="0"]')].indexOf(one)));
  assert.deepStrictEqual(wanted.filter((one) => !reached.has(one)), []);
  await page.focus('#ehcp_stock summary');
  await page.keyboard.press('Enter');
  assert.ok(await page.isVisible('#ehcp_stock table'));
  await done();
});

test('charts come as SVG and PNG', async () => {
  const {page, faults, close: done} = await open(report());
  await drawn(page);
  for (const [form, begins] of [['svg', '<svg'], ['png', '\x89PNG']]) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(`#ehcp_stock button[data-form="${form}"]`)]);
    assert.strictEqual(file.suggestedFilename(), `ehcp_stock.${form}`);
    assert.ok(fs.readFileSync(await file.path(), 'latin1').startsWith(begins));
  }
  assert.deepStrictEqual(faults, []);
  await done();
});

test('a tooltip says what a point is, and Escape puts it away', async () => {
  const {page, close: done} = await open(report());
  await drawn(page);
  await page.locator('#ehcp_stock-chart').scrollIntoViewIfNeeded();
  // A page that is still being laid out moves beneath a pointer that rests: keep pointing, as people do.
  for (let tries = 0; tries < 100 && !(await page.isVisible('#tip')); ++tries) {
    const box = await page.locator('#ehcp_stock-chart svg').boundingBox();
    await page.mouse.move(box.x + box.width / 2 + (tries % 5), box.y + box.height / 2);
    await page.waitForTimeout(100);
  }
  assert.ok(await page.isVisible('#tip'));
  assert.match(await page.textContent('#tip'), /^\d{4}: median [\d,]+; 8 in 10 between [\d,]+ and [\d,]+$/);
  await page.keyboard.press('Escape');
  assert.ok(await page.isHidden('#tip'));
  await done();
});

for (const width of [1280, 390])
  test(`no serious barrier, nothing wider than a screen of ${width} pixels`, {timeout: 600000}, async () => {
    const {page, close: done} = await open(report(), {width});
    await drawn(page);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await screenshot(page, `report-${width}.png`);
    await page.$$eval('details', (all) => { for (const one of all) one.open = true; });
    assert.deepStrictEqual(await violations(page), []);
    await done();
  });

test('the assurance pack opens likewise, and the checks of the run hold', async () => {
  const {page, requests, faults, close: done} = await open(address(path.join(run, 'a', 'assurance.html')));
  await drawn(page);
  assert.strictEqual(requests.length, 1);
  assert.deepStrictEqual(faults, []);
  const results = await page.$$eval('#checks tbody tr', (all) => all.map((row) => row.textContent));
  assert.ok(results.length >= 12);
  assert.deepStrictEqual(results.filter((one) => !one.includes('passed') && !one.startsWith('Monte Carlo')), []);
  for (const id of ['assumption-log', 'data-log', 'map', 'repeat', 'sign-off']) assert.strictEqual(await page.locator(`#${id}`).count(), 1);
  await done();
});
