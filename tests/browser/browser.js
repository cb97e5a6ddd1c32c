// A page in headless Chromium that remembers every request and every word on its console.
'use strict';
const fs = require('fs');
const path = require('path');
const {chromium} = require('playwright-core');

const executable = process.env.SENDCAST_CHROMIUM || '/usr/bin/chromium';
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

let running;
const browser = () => (running ??= chromium.launch({executablePath: executable, args: flags}));

// Opens an address. What it asks the network for, errors of scripts and words of warning are in the returned lists.
async function open(address, {width = 1280, height = 900, ...options} = {}) {
  const context = await (await browser()).newContext({viewport: {width, height}, acceptDownloads: true, ...options});
  const page = await context.newPage();
  const requests = [], faults = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(address);
  return {page, requests, faults, close: () => context.close()};
}

// Violations of WCAG 2.2 AA that axe-core calls serious or critical, as sentences.
async function violations(page) {
  await page.evaluate(fs.readFileSync(require.resolve('axe-core'), 'utf8'));  // as a debugger does: no policy stops it
  const found = await page.evaluate(() =>
    axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}));
  return found.violations.filter(({impact}) => ['serious', 'critical'].includes(impact))
    .map(({id, help, nodes}) => `${id}: ${help} (${nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(' | ')})`);
}

// Kept for people to look at, under build/browser/.
async function screenshot(page, name) {
  const folder = path.join(process.cwd(), 'screenshots');
  fs.mkdirSync(folder, {recursive: true});
  await page.screenshot({path: path.join(folder, name), fullPage: true});
}

const close = async () => running && (await running).close();

module.exports = {open, violations, screenshot, close};
