// A chart drawn as the pages draw it: Vega as the program carries it, under a policy that lets no text become code.
'use strict';
const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const {test, after} = require('node:test');
const {pathToFileURL} = require('url');
const {open, close} = require('./browser.js');

after(close);

const root = path.join(__dirname, '..', '..');
// The bytes of one of the texts in the generated source: pieces of raw strings.
function embedded(name) {
  const source = fs.readFileSync(path.join(process.env.SENDCAST_BUILD, 'generated', 'embedded.cpp'), 'utf8');
  const from = source.indexOf(`{"${name}", `), to = source.indexOf(')~embedded~"\n},', from);
  assert.ok(from >= 0 && to > from, `${name} is not embedded`);
  return source.slice(source.indexOf('R"~embedded~(', from) + 13, to).split(')~embedded~"\nR"~embedded~(').join('');
}

test('what past forecasts missed is dotted beside the bands, named, and within the chart', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sendcast-browser-'));
  const bands = [2025, 2026].map((year) => ({period: String(year), p05: 90, p10: 92, p25: 96, p50: 100, p75: 104, p90: 108, p95: 110}));
  const misses = [2025, 2026].map((year, i) => ({period: String(year), p05: 80 - i, p10: 84, p50: 100, p90: 120, p95: 130 + i}));
  const specification = JSON.parse(fs.readFileSync(path.join(root, 'plots', 'fan.vg.json'), 'utf8'));
  fs.writeFileSync(path.join(folder, 'vega.js'), embedded('vega.js'));
  fs.writeFileSync(path.join(folder, 'draw.js'), `
    const view = window.view = new vega.View(vega.parse(${JSON.stringify(specification)}, {}, {ast: true}),
      {expr: vega.expressionInterpreter, renderer: 'svg', container: '#chart'});
    view.data('misses', ${JSON.stringify(misses)}).data('bands', ${JSON.stringify(bands)}).runAsync().then(() => { document.body.dataset.drawn = 'yes'; });`);
  fs.writeFileSync(path.join(folder, 'page.html'), `<!doctype html><html lang="en"><meta charset="utf-8"><title>A chart</title>
    <body><div id="chart"></div><script src="vega.js"></script><script src="draw.js"></script>`);
  const {page, faults, close: done} = await open(pathToFileURL(path.join(folder, 'page.html')).href);
  await page.waitForFunction(() => document.body.dataset.drawn);
  const shown = () => page.evaluate(() => ({
    dotted: [...document.querySelectorAll('#chart .mark-line path[stroke-dasharray="2,3"]')].filter((line) => line.getAttribute('d')).length,
    named: [...document.querySelectorAll('#chart text')].filter(({textContent}) => textContent === '90 % with misses').length,
    domain: window.view.scale('y').domain(),
    tip: window.view.data('bands')[1].tip,
    inset: Math.min(...[...document.querySelectorAll('#chart text')].map((text) => text.getBoundingClientRect().left)) - document.querySelector('#chart svg').getBoundingClientRect().left,
  }));
  const with_misses = await shown();
  assert.strictEqual(with_misses.dotted, 2);
  assert.strictEqual(with_misses.named, 1);
  assert.ok(with_misses.inset < 6, `two periods take the whole width, but for ${with_misses.inset} px`);
  assert.ok(with_misses.domain[0] <= 79 && with_misses.domain[1] >= 131);
  assert.strictEqual(with_misses.tip, '2026: median 100; 8 in 10 between 92 and 108, with misses 84 and 120');
  await page.evaluate((rows) => window.view.data('misses', []).data('bands', rows).runAsync().then(() => 0), bands);
  const without = await shown();
  assert.deepStrictEqual([without.dotted, without.named, without.tip], [0, 0, '2026: median 100; 8 in 10 between 92 and 108']);
  const surplus = bands.map((row) => ({...row, p10: -8.75e6, p50: -7.7e6, p90: -4e4}));
  const missed = misses.map((row) => ({...row, p10: -9e6, p90: 1e6}));
  await page.evaluate(([rows, more]) =>
    window.view.signal('unit', 'pounds').data('misses', more).data('bands', rows).runAsync().then(() => 0), [surplus, missed]);
  assert.strictEqual((await shown()).tip, '2026: median -£7.7m; 8 in 10 between -£8.8m and £0.0m, with misses -£9.0m and £1.0m');
  assert.deepStrictEqual(faults, []);
  await done();
  fs.rmSync(folder, {recursive: true});
});

test('a fan chart is drawn without turning text into code', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sendcast-browser-'));
  const bands = [2019, 2020, 2021].map((year, i) => ({period: String(year), p05: 90 - i, p10: 92, p25: 96, p50: 100 + i, p75: 104, p90: 108, p95: 110 + i}));
  const specification = JSON.parse(fs.readFileSync(path.join(root, 'plots', 'fan.vg.json'), 'utf8'));
  specification.data.find(({name}) => name === 'bands').values = bands;
  fs.writeFileSync(path.join(folder, 'vega.js'), embedded('vega.js'));
  fs.writeFileSync(path.join(folder, 'draw.js'), `
    const view = new vega.View(vega.parse(${JSON.stringify(specification)}, {}, {ast: true}),
      {expr: vega.expressionInterpreter, renderer: 'svg', container: '#chart'});
    view.runAsync().then(() => { document.body.dataset.drawn = view.data('bands').length; });
    window.redraw = (bands) => view.data('bands', bands).runAsync().then(() => 'done');`);
  const address = pathToFileURL(path.join(folder, 'page.html')).href;
  fs.writeFileSync(path.join(folder, 'page.html'), `<!doctype html><html lang="en"><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src file:">
    <title>A chart</title><body><div id="chart"></div><script src="vega.js"></script><script src="draw.js"></script>`);
  const {page, faults, close: done} = await open(address);
  await page.waitForFunction(() => document.body.dataset.drawn, null, {timeout: 5000}).catch(() => assert.deepStrictEqual(faults, [], 'nothing was drawn'));
  const median = await page.getAttribute('#chart svg .mark-line path[stroke="#12436D"]', 'd');
  assert.strictEqual(median.match(/[ML]/g).length, 3);
  // Years that come first later on stand first.
  const longer = [2016, 2017, 2018, 2019, 2020].map((year) => ({...bands[0], period: String(year)}));
  await page.evaluate((rows) => window.redraw(rows), longer);
  const redrawn = await page.getAttribute('#chart svg .mark-line path[stroke="#12436D"]', 'd');
  const across = redrawn.match(/[ML][^ML]+/g).map((step) => Number(step.slice(1).split(',')[0]));
  assert.strictEqual(across.length, 5);
  assert.deepStrictEqual(across, [...across].sort((a, b) => a - b));
  assert.deepStrictEqual(faults, []);
  await done();
  fs.rmSync(folder, {recursive: true});
});
