// From a slider to a new chart of all replicates, by the clock of the page: median of seven. The machine otherwise idle:
//   npm ci --prefix build/browser   (as `./sendcast test browser` does)
//   NODE_PATH=build/browser/node_modules node tests/bench/workbench_latency.js [CONFIG] [REPLICATES]
'use strict';
const path = require('path');
const {spawn} = require('child_process');
const {open, close} = require('../browser/browser.js');

const root = path.join(__dirname, '..', '..');
const config = process.argv[2] ?? path.join(root, 'configs/areas/kingston/do-nothing.toml');
const replicates = Number(process.argv[3] ?? 500);
const times = 7;

function serve() {
  const child = spawn(path.join(process.env.SENDCAST_BUILD ?? path.join(root, 'build/release'), 'sendcast'),
    ['serve', '--port', '0', '--areas', path.join(root, 'no-such-folder'), config], {cwd: root});
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
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const shown = (all) => `median ${Math.round(median(all))} ms (${all.map((x) => Math.round(x)).join(', ')})`;

(async () => {
  const {child, address} = await serve();
  process.on('exit', () => child.kill('SIGINT'));
  const {page} = await open(address);
  const done = () => page.waitForSelector(`body[data-phase="done"][data-kind="run"][data-replicates="${replicates}"]`, {timeout: 120000, state: 'attached'});
  if (replicates !== 500) await page.fill('#replicates', String(replicates));
  await page.waitForSelector('body[data-phase="done"][data-kind="run"]', {timeout: 120000, state: 'attached'});
  if (replicates !== 500) await page.click('#run');
  await done();
  // Stamps: the change, each new picture (the version is set once it is drawn), and the frame after it.
  await page.evaluate(() => {
    window.stamps = [];
    document.addEventListener('input', () => { window.stamps = [{what: 'input', at: performance.now()}]; }, {capture: true});
    new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => window.stamps.push({what: Number(document.body.dataset.replicates), at: performance.now()}))))
      .observe(document.body, {attributes: true, attributeFilter: ['data-version']});
  });
  const first = [], all = [];
  for (let i = 0; i < times + 1; ++i) {
    const slider = page.locator('.slider input').first();
    await slider.focus();
    await page.waitForTimeout(1000);
    await page.keyboard.press('ArrowRight');
    let stamps = [];
    while (stamps.length < 2 || stamps.at(-1).what !== replicates) {
      await page.waitForTimeout(300);
      stamps = await page.evaluate(() => window.stamps);
    }
    const pictures = stamps.slice(1).map(({what, at}) => [what, at - stamps[0].at]);
    if (i === 0) continue;  // warms up
    first.push(pictures[0][1]);
    all.push(pictures.at(-1)[1]);
    if (process.env.VERBOSE) console.log(pictures.map(([n, ms]) => `${n} at ${Math.round(ms)} ms`).join(', '));
  }
  console.log(`first picture: ${shown(first)}`);
  console.log(`all ${replicates} replicates: ${shown(all)}`);
  await close();
  child.removeAllListeners('exit');
  process.exit(0);
})().catch((error) => { console.error(error); process.exit(1); });
