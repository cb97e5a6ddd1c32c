// What may be changed: controls made from what the area offers, and what they say as the server takes it.
'use strict';

const workbenchChoices = (() => {
  const {element, marked} = workbenchCharts;
  const at = (id) => document.getElementById(id);
  let offered = null, changed = () => {};

  // Enough digits to tell the steps of a slider apart.
  const digits = (a) => Math.max(0, 3 - Math.floor(Math.log10(Math.max(Math.abs(a.low), Math.abs(a.high), 1e-12))) - 1);
  const number = (x, a) => x.toLocaleString('en-GB', {maximumFractionDigits: Math.min(6, digits(a))});
  const share = (x) => Math.round(100 * x);

  // A name that may be broken after its dots and dashes.
  const breakable = (name) => name.split(/(?<=[._])/).flatMap((part) => [part, document.createElement('wbr')]);

  function slider(a) {
    const id = `slider-${a.name}`, steps = 200, step = (a.high - a.low) / steps;
    const out = element('output', {htmlFor: id});
    const input = element('input', {id, type: 'range', min: 0, max: steps, step: 1});
    const undo = element('button', {type: 'button', className: 'small second', hidden: true}, 'Undo');
    undo.setAttribute('aria-label', `Undo ${a.name}`);
    const parts = [];
    if (a.deficit >= 0.005) parts.push(`${share(a.deficit)} % of the variance of the deficit`);
    if (a.plans >= 0.005) parts.push(`${share(a.plans)} % of that of the plans`);
    const hint = element('p', {className: 'hint', id: `${id}-hint`}, `${a.text} ${a.unit ? `(${a.unit}) ` : ''}Uncertain: ${number(a.p10, a)} to ${number(a.p90, a)} in 8 of 10. ` +
      (parts.length ? `Carries ${parts.join(', ')} in the last year.` : ''));
    input.setAttribute('aria-describedby', hint.id);
    const box = element('div', {className: 'slider'}, element('div', {className: 'top'}, element('label', {htmlFor: id}, ...breakable(a.name)), out), input,
      element('div', {className: 'bottom'}, hint, undo));
    const value = () => Math.min(a.high, a.low + Number(input.value) * step);
    const say = () => {
      const moved = box.classList.contains('moved');
      out.textContent = moved ? `known: ${number(value(), a)}` : `median ${number(a.p50, a)}`;
      input.setAttribute('aria-valuetext', out.textContent);
      undo.hidden = !moved;
    };
    box.get = () => box.classList.contains('moved') ? value() : null;
    box.set = (x) => {
      box.classList.toggle('moved', x !== null);
      input.value = Math.round(((x ?? a.p50) - a.low) / step);
      say();
    };
    input.addEventListener('input', () => { box.classList.add('moved'); say(); changed(); });
    input.addEventListener('change', () => changed(true));
    undo.addEventListener('click', () => { box.set(null); input.focus(); changed(true); });
    box.dataset.name = a.name;
    box.set(null);
    return box;
  }

  function terms() {
    const first = Number(offered.start.slice(0, 4));
    return Array.from({length: Number(offered.years)}, (_, i) => `${first + i}-autumn`);
  }
  function intervention(i) {
    const id = `switch-${i.id}`;
    const input = element('input', {id, type: 'checkbox', checked: i.active});
    const from = element('select', {id: `${id}-from`}, ...[i.start, ...terms().filter((t) => t !== i.start)].map((t) => element('option', {value: t}, t)));
    const hint = element('p', {className: 'hint', id: `${id}-hint`}, ...marked(`${i.description} Evidence: ${i.reliability}.`));
    input.setAttribute('aria-describedby', hint.id);
    const part = element('div', {}, element('label', {className: 'from', htmlFor: from.id}, 'from '), from);
    from.setAttribute('aria-label', `${i.title}, from`);
    const box = element('div', {className: 'switch'}, element('div', {className: 'check'}, input, element('label', {htmlFor: id}, i.title)), part,
      element('details', {}, element('summary', {}, 'What it is'), hint));
    const usual = i.active || i.inside ? i.start : (terms()[1] ?? i.start);  // a start before the run would be over
    const say = () => { part.hidden = !input.checked; };
    input.addEventListener('change', () => { say(); changed(true); });
    from.addEventListener('change', () => changed(true));
    box.dataset.id = i.id;
    box.get = () => ({on: input.checked, from: from.value, given: i.start, was: i.active});
    box.set = (on, start) => { input.checked = on ?? i.active; from.value = start ?? usual; say(); };
    box.set();
    return box;
  }

  function provision(p) {
    const box = element('fieldset', {}, element('legend', {}, p.title));
    const years = element('div', {className: 'years'});
    p.places.forEach((stated, k) => {
      const year = p.first_year + k, id = `places-${p.id}-${year}`;
      const input = element('input', {id, type: 'number', min: p.least[k], max: 100000, step: 'any', inputMode: 'decimal',
        placeholder: year <= p.last_stated ? String(Math.round(stated * 10) / 10) : 'grows'});
      input.dataset.year = year;
      input.addEventListener('change', () => changed(true));
      years.append(element('div', {}, element('label', {htmlFor: id}, `${year}-${String((year + 1) % 100).padStart(2, '0')}`), input));
    });
    box.append(years);
    box.dataset.id = p.id;
    box.get = () => Object.fromEntries([...years.querySelectorAll('input')].filter((i) => i.value !== '').map((i) => [i.dataset.year, Number(i.value)]));
    box.set = (wished = {}) => years.querySelectorAll('input').forEach((i) => { i.value = wished[i.dataset.year] ?? ''; });
    return box;
  }

  function show(choices, onChange) {
    offered = choices;
    changed = onChange;
    at('area-text').textContent = choices.description;
    at('assumptions').replaceChildren(...choices.assumptions.map(slider));
    at('interventions').replaceChildren(...choices.interventions.map(intervention));
    at('places').replaceChildren(...choices.places.map(provision));
    at('places-part').hidden = choices.places.length === 0;
    at('interventions-part').hidden = choices.interventions.length === 0;
  }
  const all = (id) => [...at(id).children];

  // As /api/run takes it.
  function form() {
    const wishes = {name: at('name').value.trim(), replicates: Number(at('replicates').value), seed: Number(at('seed').value),
      assumptions: {}, interventions: {}, starts: {}, places: {}};
    for (const s of all('assumptions')) if (s.get() !== null) wishes.assumptions[s.dataset.name] = s.get();
    for (const s of all('interventions')) {
      const {on, from, given, was} = s.get();
      if (on !== was) wishes.interventions[s.dataset.id] = on;
      if (on && from !== given) wishes.starts[s.dataset.id] = from;
    }
    for (const p of all('places')) if (Object.keys(p.get()).length) wishes.places[p.dataset.id] = p.get();
    return wishes;
  }
  function restore(wishes) {
    if (wishes.name) at('name').value = wishes.name;
    if (wishes.replicates) at('replicates').value = wishes.replicates;
    if (wishes.seed !== undefined) at('seed').value = wishes.seed;
    for (const s of all('assumptions')) s.set(wishes.assumptions?.[s.dataset.name] ?? null);
    for (const s of all('interventions')) s.set(wishes.interventions?.[s.dataset.id], wishes.starts?.[s.dataset.id]);
    for (const p of all('places')) p.set(wishes.places?.[p.dataset.id]);
  }
  return {show, form, restore};
})();
