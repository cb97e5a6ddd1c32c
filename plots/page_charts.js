// Draws the charts of a page with Vega, in words that no policy against code from text forbids; shows tooltips, offers
// each chart as SVG and PNG. window.charts holds the views, so that tests and people can ask them for their data.
(function () {
  'use strict';
  const {charts, specifications} = JSON.parse(document.getElementById('drawings').textContent);
  const tip = document.getElementById('tip');
  const views = window.charts = {};

  function tooltip(handler, event, item, value) {
    tip.hidden = value === null || value === undefined || value === '';
    if (tip.hidden) return;
    tip.textContent = String(value).replaceAll('-£', '-\u2060£');  // a minus keeps to its sum
    const {innerWidth, innerHeight} = window, box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 4)) + 'px';
    tip.style.top = (event.clientY + 18 + box.height > innerHeight ? event.clientY - box.height - 10 : event.clientY + 18) + 'px';
  }

  function specification({specification, data, signals}) {
    const spec = JSON.parse(JSON.stringify(specifications[specification]));
    for (const [name, values] of Object.entries(data)) spec.data.find((one) => one.name === name).values = values;
    for (const [name, value] of Object.entries(signals)) spec.signals.find((one) => one.name === name).value = value;
    return spec;
  }

  function draw(chart) {
    const place = document.getElementById(chart.id + '-chart');
    const view = new vega.View(vega.parse(specification(chart), {}, {ast: true}), {
      expr: vega.expressionInterpreter, renderer: 'svg', container: place, hover: true, tooltip});
    view.width(place.clientWidth);
    views[chart.id] = view;
    return view.runAsync().then(() => {
      const svg = place.querySelector('svg');  // the place itself is the image
      svg.setAttribute('aria-hidden', 'true');
      svg.setAttribute('focusable', 'false');
      place.firstElementChild.removeAttribute('role');
      place.firstElementChild.removeAttribute('aria-roledescription');
      place.dataset.drawn = 'yes';
    });
  }

  function fit() {
    for (const [id, view] of Object.entries(views)) {
      const width = document.getElementById(id + '-chart').clientWidth;
      if (width > 0 && view.width() !== width) view.width(width).runAsync();
    }
  }

  function download(name, address) {
    const link = document.createElement('a');
    link.download = name;
    link.href = address;
    link.click();
  }

  document.addEventListener('click', ({target}) => {
    const button = target.closest('button[data-chart]');
    if (!button) return;
    const {chart, form} = button.dataset, view = views[chart];
    if (form === 'svg')
      view.toSVG().then((svg) => {
        const address = URL.createObjectURL(new Blob([svg], {type: 'image/svg+xml'}));
        download(chart + '.svg', address);
        setTimeout(() => URL.revokeObjectURL(address), 1000);
      });
    else view.toImageURL('png', 2).then((address) => download(chart + '.png', address));
  });
  document.addEventListener('keydown', ({key}) => { if (key === 'Escape') tip.hidden = true; });
  window.addEventListener('scroll', () => { tip.hidden = true; }, {passive: true});

  let waiting;
  window.addEventListener('resize', () => { clearTimeout(waiting); waiting = setTimeout(fit, 120); });
  window.addEventListener('beforeprint', fit);
  Promise.all(charts.map(draw)).then(() => { document.body.dataset.drawn = String(charts.length); });
})();
