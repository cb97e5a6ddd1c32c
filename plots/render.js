// Called by plots/render. Debian packs Vega in its parts, and only the parts that charts here need are loaded.
'use strict';
const fs = require('fs');
const path = require('path');

function part(name) {
  try {
    return require(name);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    console.error(`plots/render: ${name} is not installed (apt-get install node-vega)`);
    process.exit(2);
  }
}

const {transforms} = part('vega-dataflow');
for (const name of ['vega-transforms', 'vega-view-transforms', 'vega-encode']) Object.assign(transforms, part(name));
const {loader} = part('vega-loader');
const {parse} = part('vega-parser');
const {View} = part('vega-view');

// A chart of a report as its page draws it, but 720 pixels wide: data and signals are the page's, put in as page_charts.js
// does, and the specification is the one that lies here.
function chartOf(report, name) {
  const page = fs.readFileSync(report, 'utf8');
  const found = page.match(/<script type="application\/json" id="drawings">([^]*?)<\/script>/);
  if (!found) throw new Error(`${report} is no report (it holds no drawings)`);
  const {charts} = JSON.parse(found[1]);
  const chart = charts.find(({id}) => id === name);
  if (!chart) throw new Error(`${report} has no chart ${name}; it has ${charts.map(({id}) => id).join(', ')}`);
  const spec = JSON.parse(fs.readFileSync(path.join(__dirname, chart.specification + '.vg.json'), 'utf8'));
  for (const [data, values] of Object.entries(chart.data)) spec.data.find((one) => one.name === data).values = values;
  for (const [signal, value] of Object.entries(chart.signals)) spec.signals.find((one) => one.name === signal).value = value;
  return {...spec, width: 720, background: 'white', padding: 8};
}

const [source, where] = process.argv.slice(2);
const files = loader();
files.load = (uri) => fs.promises.readFile(path.join(where, uri), 'utf8');

Promise.resolve()
  .then(() => source.endsWith('.html') ? chartOf(source, where) : JSON.parse(fs.readFileSync(source, 'utf8')))
  .then((specification) => new View(parse(specification), {renderer: 'none', loader: files}).toSVG())
  .then((svg) => process.stdout.write(svg + '\n'))
  .catch((error) => {
    console.error(`plots/render: ${error.message}`);
    process.exitCode = 2;
  });
