// The workbench as people use it: run, cancel, compare, save, download; two at once; reload during a run; keyboard.
'use strict';
const assert = require('assert');
const {spawn} = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const {test, before, after} = require('node:test');
const {open, violations, screenshot, close} = require('./browser.js');

const root = path.join(__dirname, '..', '..');
const program = path.join(process.env.SENDCAST_BUILD, 'sendcast');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sendcast-workbench-'));
const kingston = path.join(root, 'configs', 'areas', 'kingston', 'do-nothing.toml');
let served, address;

// Kingston for four years, under a name that must stay a name.
function shortArea() {
  fs.mkdirSync(path.join(folder, 'areas', 'short'), {recursive: true});
  fs.writeFileSync(path.join(folder, 'areas', 'short', 'plan.toml'), `extends = ["${kingston}"]\nyears = 4\nscenario = "short"\n` +
    'description = "<img src=x onerror=alert(1)><script>alert(2)</script> a short run"\n');
}
function serve(...more) {
  const child = spawn(program, ['serve', '--port', '0', '--areas', path.join(folder, 'areas'), '--max-replicates', '100000', ...more]);
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (words) => {
      said += words;
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (found) resolve({child, address: found[0]});
    });
    child.stderr.on('data', (words) => { said += words; });
    child.on('exit', () => reject(new Error(said)));
  });
}
const ended = (child) => new Promise((resolve) => { child.on('exit', (code) => resolve(code)); child.kill('SIGINT'); });

before(async () => {
  shortArea();
  ({child: served, address} = await serve());
});
after(async () => {
  await close();
  served.removeAllListeners('exit');
  await ended(served);
  fs.rmSync(folder, {recursive: true});
});

const patience = {timeout: 60000};
const done = (page, replicates = 500) => page.waitForSelector(`body[data-phase="done"][data-kind="run"][data-replicates="${replicates}"]`, {...patience, state: 'attached'});
const version = (page) => page.evaluate(() => Number(document.body.dataset.version));
// Does something that starts a run, and waits for its last picture.
async function andRun(page, action, replicates = 500) {
  const asked = await page.evaluate(() => Number(document.body.dataset.asked ?? 0));
  await action();
  // A field that is left for the button asks twice, the second within a moment of the first.
  await page.waitForSelector(`body[data-asked]:not([data-asked="${asked}"])`, {...patience, state: 'attached'});
  await done(page, replicates);
}
const median = (page, metric) => page.getAttribute(`[data-metric="${metric}"] .fan .mark-line path[stroke="#12436D"]`, 'd');
const cells = (page, selector) => page.$$eval(`${selector} tbody tr`, (rows) => rows.map((row) => [...row.children].map((c) => c.textContent)));

test('opens with charts, tables and choices, without a fault; serious violations at no width', async () => {
  for (const width of [1280, 390]) {
    const {page, faults, requests, close: leave} = await open(address, {width});
    await done(page);
    assert.strictEqual(await page.$$eval('#charts figure svg', (all) => all.length), 4);
    assert.strictEqual(await page.textContent('#area-text'), '<img src=x onerror=alert(1)><script>alert(2)</script> a short run');
    assert.ok((await page.$$('.slider')).length >= 5);
    for (const summary of await page.$$('summary')) if (await summary.isVisible()) await summary.evaluate((s) => { s.parentElement.open = true; });
    const rows = await cells(page, '[data-metric="ehcp_stock"] .data');
    assert.deepStrictEqual(rows.map(([period]) => period), ['2019', '2020', '2021', '2022']);
    // Monte Carlo errors are not rounded to nothing, but of the first year, which hardly varies.
    const errors = (await cells(page, '#charts .data')).filter(([period]) => !/^(2018-19|2019)$/.test(period)).map((row) => row[4]);
    assert.ok(errors.length >= 12 && errors.every((e) => /^±£?[\d.,]*[1-9]/.test(e)), errors.join(' '));
    assert.ok(Number(await page.getAttribute('#places-special_in_borough-2019', 'min')) >= 90);  // others use so many
    assert.deepStrictEqual(await violations(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the window');
    await screenshot(page, `workbench-${width}.png`);
    assert.deepStrictEqual(faults, []);
    assert.ok(requests.every((r) => r.startsWith(address)), requests.join('\n'));
    await leave();
  }
});

test('a slider, an intervention and places move the charts; the scenario file gives the same figures', async () => {
  const {page, faults, close: leave} = await open(address);
  await done(page);
  const before = await median(page, 'cumulative_deficit');
  const slider = page.locator('.slider input').first();
  await andRun(page, async () => { await slider.focus(); await page.keyboard.press('End'); });
  assert.notStrictEqual(await median(page, 'cumulative_deficit'), before);
  await page.locator('#interventions-part > summary').click();
  await andRun(page, () => page.locator('#switch-brokerage').check());
  await page.locator('#places-part > summary').click();
  await page.fill('#places-special_in_borough-2019', '420');
  await andRun(page, () => page.locator('#places-special_in_borough-2019').blur());
  await page.fill('#name', 'my plan');
  await andRun(page, () => page.click('#run'));

  const [saved] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  assert.strictEqual(saved.suggestedFilename(), 'my-plan.toml');
  const scenario = path.join(folder, 'my-plan.toml');
  await saved.saveAs(scenario);
  const text = fs.readFileSync(scenario, 'utf8');
  assert.match(text, /interventions = \["brokerage"\]/);
  assert.match(text, /provision\.special_in_borough\.places = \{ 2018 = 335, 2019 = 420,/);
  const {status, stderr} = require('child_process').spawnSync(program, ['run', path.join(folder, 'areas', 'short', 'plan.toml'), '--scenario', scenario,
    '-n', '500', '--seed', '1', '-q', '-o', path.join(folder, 'out')]);
  assert.strictEqual(status, 0, String(stderr));
  const [head, ...lines] = fs.readFileSync(path.join(folder, 'out', 'summary.csv'), 'utf8').trim().split('\n').map((line) => line.split(','));
  const column = (name) => head.indexOf(name);
  for (const metric of ['ehcp_stock', 'cumulative_deficit']) {
    const shown = (x) => metric === 'ehcp_stock' ? Math.round(x).toLocaleString('en-GB') : `${x < 0 ? '-' : ''}£${(Math.abs(x) / 1e6).toFixed(1)}m`;
    const file = lines.filter((l) => l[column('metric')] === metric && l[column('breakdown')] === 'total')
      .map((l) => [l[column('period')], ...['p10', 'p50', 'p90'].map((name) => shown(Number(l[column(name)])))]);
    const rows = await cells(page, `[data-metric="${metric}"] .data`);
    assert.deepStrictEqual(rows.map((row) => row.slice(0, 4)), file);
  }
  assert.deepStrictEqual(faults, []);
  await leave();
});

test('a change by itself is asked for at once and once; of many in a row the last', async () => {
  const {page, faults, close: leave} = await open(address);
  await done(page);
  const bodies = [];
  page.on('request', (request) => { if (request.url().endsWith('/api/run')) bodies.push(JSON.parse(request.postData())); });
  const slider = page.locator('.slider input').first();
  await andRun(page, async () => { await slider.focus(); await page.keyboard.press('Home'); });
  await page.waitForTimeout(500);
  assert.strictEqual(bodies.length, 1);
  const waited = await page.evaluate(() => new Promise((resolve) => {
    const one = document.querySelector('.slider input'), began = performance.now(), ask = window.fetch;
    window.fetch = (...given) => { if (given[0] === '/api/run') resolve(performance.now() - began); return ask(...given); };
    one.value = 50;
    one.dispatchEvent(new Event('input', {bubbles: true}));
  }));
  assert.ok(waited < 50, `asked after ${waited} ms`);
  await done(page);
  bodies.length = 0;
  await page.fill('#seed', '3');  // left by the click on Run: asked for once, not by both
  await andRun(page, () => page.click('#run'));
  await page.waitForTimeout(500);
  assert.strictEqual(bodies.length, 1);
  bodies.length = 0;
  const steps = await page.evaluate(async () => {  // a slider on its way: 40 steps in 400 ms, then it is let go
    const one = document.querySelector('.slider input');
    for (let i = 0; i < 40; ++i) {
      one.value = 60 + i;
      one.dispatchEvent(new Event('input', {bubbles: true}));
      await new Promise((next) => setTimeout(next, 10));
    }
    one.dispatchEvent(new Event('change', {bubbles: true}));
    return one.max;
  });
  await page.waitForTimeout(500);
  await done(page);
  assert.ok(bodies.length >= 2 && bodies.length <= 8, `${bodies.length} runs asked for`);
  const values = bodies.map(({assumptions}) => Object.values(assumptions)[0]);
  const [low, high] = await page.evaluate(async () => { const {assumptions} = await (await fetch('/api/choices')).json(); return [assumptions[0].low, assumptions[0].high]; });
  assert.ok(Math.abs(values.at(-1) - (low + 99 * (high - low) / Number(steps))) < 1e-9 * Math.abs(high), 'the last is the one that is shown');
  assert.deepStrictEqual(faults, []);
  await leave();
});

test('compares with a pinned baseline in pairs', async () => {
  const {page, faults, close: leave} = await open(address);
  await done(page);
  await page.click('#pin');
  await page.waitForSelector('#unpin:not([hidden])', patience);
  const zero = await cells(page, '[data-metric="ehcp_stock"] .change');
  assert.ok(zero.every(([, p10, p50, p90]) => p10 === '0' && p50 === '0' && p90 === '0'), 'a run differs from itself');
  const slider = page.locator('.slider input').first();
  await andRun(page, async () => { await slider.focus(); await page.keyboard.press('Home'); });
  assert.match(await page.textContent('#baseline'), /500 pairs of replicates/);
  assert.match(await page.textContent('[data-metric="cumulative_deficit"] .change h4'), /in pairs/);
  assert.ok(await page.$('[data-metric="cumulative_deficit"] .change svg'));
  assert.ok((await cells(page, '[data-metric="cumulative_deficit"] .change')).some(([, , p50]) => p50 !== '£0.0m'));
  const share = await cells(page, '[data-metric="independent_share"] .change');
  assert.ok(share.every((row) => row.slice(1, 5).every((text) => /^-?\d+\.\d$/.test(text))), 'shares differ by points');
  assert.match(await page.textContent('[data-metric="independent_share"] .change caption'), /percentage points/);
  await page.$$eval('#charts details', (all) => { for (const one of all) one.open = true; });
  const cut = await page.$$eval('#charts .scroll', (all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.ariaLabel));
  assert.deepStrictEqual(cut, [], 'tables of the charts are whole at 1280 pixels');
  await screenshot(page, 'workbench-compared.png');
  await page.click('#unpin');
  await page.waitForSelector('#charts .change', {...patience, state: 'hidden'});
  assert.deepStrictEqual(faults, []);
  await leave();
});

test('makes the files of a run for download', async () => {
  const {page, close: leave} = await open(address);
  await done(page);
  await page.click('#files');
  await page.waitForSelector('#downloads a', patience);
  const files = [];
  for (const name of await page.$$eval('#downloads a', (all) => all.map((a) => a.textContent))) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(`#downloads a >> text="${name}"`)]);
    assert.strictEqual(file.suggestedFilename(), name);
    files.push(name);
    assert.ok(fs.statSync(await file.path()).size > 100, name);
  }
  for (const name of ['report.html', 'results.xlsx', 'summary.csv', 'run.sqlite']) assert.ok(files.includes(name), name);
  await leave();
});

test('cancels, finds a run again after a reload, and shows a preview meanwhile', async () => {
  const {page, faults, close: leave} = await open(address);
  await done(page);
  await page.fill('#replicates', '100000');
  await page.click('#run');
  await page.waitForSelector('body[data-phase="running"][data-kind="run"]', {...patience, state: 'attached'});
  await page.waitForSelector('#results-title.preview', patience);
  assert.match(await page.textContent('#results-title'), /preview, [\d,]+ of 100,000 replicates/);
  assert.ok(await page.isDisabled('#pin'));
  await page.reload();
  await page.waitForSelector('body[data-phase="running"]', {...patience, state: 'attached'});
  await page.waitForSelector('#charts svg', patience);
  assert.strictEqual(await page.inputValue('#replicates'), '100000');
  await page.click('#cancel');
  await page.waitForSelector('body[data-phase="stopped"]', {...patience, state: 'attached'});
  assert.strictEqual(await page.textContent('#status'), 'Cancelled');
  await page.fill('#replicates', '128');
  await andRun(page, () => page.click('#run'), 128);
  assert.deepStrictEqual(faults, []);
  await leave();
});

test('two browsers at once see their own', async () => {
  const one = await open(address), two = await open(address);
  await Promise.all([done(one.page), done(two.page)]);
  await one.page.fill('#seed', '5');
  await two.page.fill('#seed', '6');
  await Promise.all([andRun(one.page, () => one.page.click('#run')), andRun(two.page, () => two.page.click('#run'))]);
  assert.match(await one.page.textContent('#results-title'), /seed 5$/);
  assert.match(await two.page.textContent('#results-title'), /seed 6$/);
  assert.notStrictEqual(await median(one.page, 'cumulative_deficit'), await median(two.page, 'cumulative_deficit'));
  await one.close();
  await two.close();
});

test('works by keyboard alone', async () => {
  const {page, faults, close: leave} = await open(address);
  await done(page);
  const reached = new Set();
  for (let i = 0; i < 60; ++i) {
    await page.keyboard.press('Tab');
    const {name, outlined} = await page.evaluate(() => {
      const e = document.activeElement, style = getComputedStyle(e);
      return {name: e.id || e.tagName + ' ' + e.textContent.slice(0, 20), outlined: style.outlineStyle !== 'none' && style.outlineWidth !== '0px'};
    });
    if (name.startsWith('BODY')) break;
    assert.ok(outlined, `${name} does not show that it has the focus`);
    reached.add(name);
  }
  for (const id of ['area', 'replicates', 'seed', 'name', 'follow', 'run', 'reset', 'pin', 'save', 'files']) assert.ok(reached.has(id), `${id} is not reached`);
  await page.focus('#interventions-part > summary');
  await page.keyboard.press('Enter');
  await page.focus('#switch-brokerage');
  await andRun(page, () => page.keyboard.press('Space'));
  await page.focus('#name');
  await andRun(page, () => page.keyboard.press('Enter'));
  assert.deepStrictEqual(faults, []);
  await leave();
});

test('refusals are said in words, and the page goes on', async () => {
  const {page, close: leave} = await open(address);
  await done(page);
  await page.fill('#name', '<script>alert(1)</script>');
  await page.click('#run');
  await page.locator('#fault', {hasText: 'letters, digits'}).waitFor(patience);
  await page.fill('#name', 'plain');
  await andRun(page, () => page.click('#run'));
  assert.strictEqual(await page.textContent('#fault'), '');
  await leave();
});

test('a token is asked for where one was set', async () => {
  const {child, address: at} = await serve('--token', '0123456789abcdef');
  const {page, faults, close: leave} = await open(at);
  assert.deepStrictEqual(await violations(page), []);
  await page.fill('#token', 'wrong');
  await page.click('button');
  await page.locator('#fault', {hasText: 'not the token'}).waitFor(patience);
  await page.fill('#token', '0123456789abcdef');
  await page.keyboard.press('Enter');
  await done(page);
  assert.ok(faults.every((f) => f.includes('401')), faults.join('\n'));  // the wrong token
  await leave();
  assert.strictEqual(await ended(child), 0);
});
