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

const [specification, folder] = process.argv.slice(2);
const files = loader();
files.load = (uri) => fs.promises.readFile(path.join(folder, uri), 'utf8');

new View(parse(JSON.parse(fs.readFileSync(specification, 'utf8'))), {renderer: 'none', loader: files})
  .toSVG()
  .then((svg) => process.stdout.write(svg + '\n'))
  .catch((error) => {
    console.error(`plots/render: ${error.message}`);
    process.exitCode = 2;
  });
