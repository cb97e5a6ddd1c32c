// Fan charts, and tables of the same figures beneath them.
'use strict';

const workbenchCharts = (() => {
  const drawn = new Map();  // by name: {view, figure}
  let specification;

  const grouped = (x, decimals) => x.toLocaleString('en-GB', {minimumFractionDigits: decimals, maximumFractionDigits: decimals});
  // A figure as a planner reads it.
  function shown(x, unit) {
    if (x === null) return '-';
    return signed(x, unit, unit === 'count' ? 0 : 1);
  }
  function signed(x, unit, decimals) {
    const size = grouped(Math.abs(unit === 'pounds' ? x / 1e6 : unit === 'share' || unit === 'points' ? 100 * x : x), decimals);
    const sign = x < 0 && /[1-9]/.test(size) ? '-' : '';  // nought has none
    return unit === 'pounds' ? `${sign}£${size}m` : sign + size + ({share: ' %', points: ' points'}[unit] ?? '');
  }
  // A chance in per cent; none and all are said only of none and all.
  function chanceShown(x) {
    if (x === null || x === undefined) return '-';
    const text = grouped(100 * x, 1);
    return x > 0 && text === '0.0' ? '<0.1' : x < 1 && text === '100.0' ? '>99.9' : text;
  }
  // Differences of shares are in percentage points.
  const ofChange = (unit) => (unit === 'share' ? 'points' : unit);
  function element(name, properties = {}, ...children) {
    const e = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in e && key !== 'list') e[key] = value; else e.setAttribute(key, value);
    }
    e.append(...children.filter((c) => c !== null));
    return e;
  }
  // head: texts; rows: lists of texts, the first a heading.
  function table(title, head, rows) {
    const made = element('table', {},
      element('caption', {}, title),
      element('thead', {}, element('tr', {}, ...head.map((text) => element('th', {scope: 'col'}, text)))),
      element('tbody', {}, ...rows.map((row) => element('tr', {},
        ...row.map((text, i) => element(i ? 'td' : 'th', i ? {} : {scope: 'row', className: text.length < 10 ? 'short' : ''}, text))))));
    return element('div', {className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: title}, made);
  }

  async function load() {
    specification ??= await (await fetch('/fan.vg.json')).json();
  }

  // Draws, or draws anew, one chart in its place. rows: bands.
  async function draw(name, place, rows, {unit, axis, misses = [], targets = [], outturns = [], label}) {
    const usable = rows.filter((row) => row.p50 !== null);
    let chart = drawn.get(name);
    if (!chart) {
      const box = element('div', {className: 'chart', role: 'img'});
      place.replaceChildren(box);
      const view = new vega.View(vega.parse(specification, {}, {ast: true}),
        {expr: vega.expressionInterpreter, renderer: 'svg', container: box});
      chart = {view, box, place};
      drawn.set(name, chart);
    }
    chart.box.setAttribute('aria-label', label);
    chart.view.signal('unit', unit).signal('axis', axis)
      .width(Math.max(260, place.clientWidth)).data('misses', misses).data('targets', targets).data('outturns', outturns).data('bands', usable);
    await chart.view.runAsync();
    chart.box.querySelector('svg').setAttribute('aria-hidden', 'true');  // the label says it, the table holds it
  }
  function forget() {
    for (const {view, place} of drawn.values()) { view.finalize(); place.replaceChildren(); }
    drawn.clear();
  }
  function forgetOne(name) {
    const chart = drawn.get(name);
    if (!chart) return;
    chart.view.finalize();
    chart.place.replaceChildren();
    drawn.delete(name);
  }
  async function resize() {
    for (const {view, place} of drawn.values()) await view.width(Math.max(260, place.clientWidth)).runAsync();
  }

  function described(chart, rows, change) {
    const last = rows.filter((row) => row.p50 !== null).at(-1);
    if (!last) return `${chart.title}: no figures`;
    const unit = change ? ofChange(chart.unit) : chart.unit;
    return `${change ? 'Change of ' : ''}${chart.title}, ${rows[0].period} to ${last.period}. In ${last.period}: median ${shown(last.p50, unit)}, ` +
      `8 in 10 between ${shown(last.p10, unit)} and ${shown(last.p90, unit)}. The table below holds all figures.`;
  }
  function bandTable(chart, rows) {
    const missed = new Map(chart.misses.map((m) => [m.period, m]));
    const ends = (period) => ['p05', 'p95'].map((end) => missed.has(period) ? shown(missed.get(period)[end], chart.unit) : '-');
    return table(`${chart.title}, ${chart.axis}`,
      ['Period', 'P10', 'Median', 'P90', 'MC error of the median', ...(missed.size ? ['P5 with misses', 'P95 with misses'] : [])],
      rows.map((r) => [r.period, shown(r.p10, chart.unit), shown(r.p50, chart.unit), shown(r.p90, chart.unit),
        r.mcse_p50 === null ? 'too few replicates' : r.error, ...(missed.size ? ends(r.period) : [])]));
  }
  // Of shares the caption says the unit, so that the table is narrow.
  const changeTable = (chart, rows) => table(`Change of ${chart.title} from the baseline${chart.unit === 'share' ? ', percentage points' : ''}`,
    ['Period', 'P10', 'Median', 'P90', 'Mean', 'Lower in, %'],
    rows.map((r) => [r.period, ...[r.p10, r.p50, r.p90, r.mean].map((x) => shown(x, ofChange(chart.unit)).replace(' points', '')), chanceShown(r.lower)]));

  // One card for each chart: kept from run to run, so that what is open stays open.
  function card(place, metric) {
    const known = place.querySelector(`[data-metric="${metric}"]`);
    if (known) return known;
    const made = element('figure', {},
      element('figcaption', {}, element('h3'), element('p', {className: 'hint'})), element('div', {className: 'fan'}),
      element('p', {className: 'hint misses', hidden: true}),
      element('details', {className: 'data'}, element('summary', {}, 'Table of this chart'), element('div')),
      element('div', {className: 'change', hidden: true}, element('h4', {}, 'Change from the baseline, in pairs'), element('div', {className: 'fan'}),
        element('details', {className: 'data'}, element('summary', {}, 'Table of the change'), element('div'))));
    made.dataset.metric = metric;
    place.append(made);
    return made;
  }

  async function show(figures, place) {
    await load();
    for (const chart of figures.charts) {
      const made = card(place, chart.metric);
      made.querySelector('h3').textContent = chart.title;
      made.querySelector('figcaption .hint').textContent = chart.axis;
      await draw(chart.metric, made.querySelector('.fan'), chart.rows, {...chart, label: described(chart, chart.rows, false)});
      const missed = made.querySelector('.misses');
      missed.hidden = chart.misses.length === 0;
      missed.textContent = chart.misses_note;
      made.querySelector('.data > div').replaceChildren(bandTable(chart, chart.rows));
      const change = made.querySelector('.change');
      change.hidden = !chart.differences;
      const none = chart.differences?.every((r) => r.p05 === 0 && r.p95 === 0 && r.mean === 0);
      change.querySelector('h4').textContent = none ? 'No change from the baseline' : 'Change from the baseline, in pairs';
      if (none) forgetOne(`${chart.metric} change`);
      if (chart.differences && !none) {
        await draw(`${chart.metric} change`, change.querySelector('.fan'), chart.differences,
          {unit: ofChange(chart.unit), axis: 'change', label: described(chart, chart.differences, true)});
      }
      if (chart.differences) change.querySelector('.data > div').replaceChildren(changeTable(chart, chart.differences));
      else forgetOne(`${chart.metric} change`);
    }
    for (const old of [...place.children])
      if (!figures.charts.some(({metric}) => metric === old.dataset.metric)) { forgetOne(old.dataset.metric); old.remove(); }
  }

  // Places by type and September, and targets.
  function tables(figures, place) {
    const range = ({p10, p50, p90}) => p50 === null ? '-' : `${shown(p50, 'count')} (${shown(p10, 'count')} to ${shown(p90, 'count')})`;
    const made = figures.places.map(({title, rows}) => table(`${title}: on 1 September, median (P10 to P90)`,
      ['September', 'Places', 'Want one', 'Without'],
      rows.map((r) => [r.period, shown(r.places.p50, 'count'), range(r.want), range(r.without)])));
    if (figures.targets.length) {
      const base = figures.targets.some((t) => t.baseline);
      const chance = (c) => chanceShown(c?.value);
      made.unshift(table('Targets: chance that they are met, %', ['Target', 'Period', 'Aim', 'Chance', 'MC error', ...(base ? ['Baseline'] : [])],
        figures.targets.map((t) => [t.title, t.period, t.aim, chance(t.chance), t.chance.error,
          ...(base ? [chance(t.baseline)] : [])])));
    }
    place.replaceChildren(...made);
  }

  // A text in which what stands between backticks is code.
  const marked = (text) => text.split('`').map((part, i) => i % 2 ? element('code', {}, part) : part);

  return {show, tables, forget, resize, element, marked};
})();
