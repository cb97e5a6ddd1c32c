// The page: asks the server, shows what it says, and finds its run again after a reload.
'use strict';

(() => {
  const at = (id) => document.getElementById(id);
  const {element} = workbenchCharts;
  let area = null, version = -1, polling = null, waiting = null, told = 0, runs = 0, asked = null, changedAt = -Infinity, askedAt = -Infinity;
  const names = {waiting: 'Waiting for its turn', running: 'Running', stopped: 'Cancelled', out_of_time: 'Stopped: it took longer than this server allows',
    failed: 'It cannot be run', done: 'Done'};

  async function ask(path, body) {
    let answer;
    try {
      answer = await fetch(path, body === undefined ? {} : {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});
    } catch {
      throw new Error('The workbench does not answer. Was it ended?');
    }
    const json = await answer.json();
    if (answer.status === 401) { location.reload(); throw new Error('Loading again'); }
    if (!answer.ok) throw new Error(json.error);
    return json;
  }
  const fault = (text) => { at('fault').textContent = text ?? ''; };
  // Runs an action, says what went wrong.
  const safely = (action) => async (...given) => {
    try { fault(); await action(...given); } catch (error) { fault(error.message); }
  };
  const whole = (x) => x.toLocaleString('en-GB');

  async function showFigures(state) {
    if (state.version === version || state.version === 0) return;
    const figures = await ask('/api/figures');
    version = figures.version;
    await workbenchCharts.show(figures, at('charts'));
    workbenchCharts.tables(figures, at('tables'));
    at('notes').replaceChildren(...figures.notes.map((note) => element('li', {}, note)));
    at('reading').hidden = false;
    const preview = figures.replicates < figures.of;
    at('results-title').textContent = `${figures.area}, ${figures.scenario}: ${preview ? 'preview, ' : ''}${whole(figures.replicates)}${preview ? ` of ${whole(figures.of)}` : ''} replicates, seed ${figures.seed}`;
    at('results-title').classList.toggle('preview', preview);
    const b = figures.baseline;
    at('baseline').textContent = !b ? '' : b.unpaired ? `Baseline: ${b.name}. It is no pair of this run: ${b.unpaired}.` :
      `Baseline: ${b.name}. Changes are taken in ${whole(b.pairs)} pairs of replicates that share their random numbers.`;
    at('pin').disabled = preview;
    at('unpin').hidden = !b;
    at('save').hidden = false;
    document.body.dataset.version = version;
    document.body.dataset.replicates = figures.replicates;
  }

  function showState(state) {
    const busy = state.phase === 'running' || state.phase === 'waiting';
    const what = state.kind === 'open' ? 'Getting the area ready' : state.kind === 'files' ? 'Making the files' : names.running;
    let text = names[state.phase] ?? '';
    if (state.phase === 'running') text = state.total ? `${what}: ${whole(state.done)} of ${whole(state.total)} replicates, ${state.seconds.toFixed(1)} s` : `${what} ...`;
    if (state.phase === 'waiting') text += state.ahead === 1 ? ': one is before it' : `: ${state.ahead} are before it`;
    if (state.phase === 'done') text = `Done in ${state.seconds.toFixed(1)} s`;
    // A screen reader hears the beginning and the end, not every step.
    const step = `${state.number} ${state.phase}`;
    at('status').setAttribute('aria-live', step === told ? 'off' : 'polite');
    told = step;
    at('status').textContent = text;
    at('progress').hidden = !busy;
    at('progress').value = state.total ? state.done / state.total : 0;
    at('cancel').disabled = !busy;
    at('files').disabled = busy || state.version === 0;
    if (state.phase === 'failed') fault(state.message);
    if (['failed', 'stopped', 'out_of_time'].includes(state.phase)) asked = null;  // the same may be asked again
    at('downloads').hidden = state.files.length === 0;
    at('downloads').replaceChildren(...state.files.map((name) => element('li', {}, element('a', {href: `/api/files/${name}`, download: name}, name))));
    return busy;
  }

  async function showChoices(state) {
    if (!state.area || state.area === area) return false;
    const choices = await ask('/api/choices');
    area = state.area;
    at('area').value = area;
    workbenchChoices.show(choices, later);
    if (state.form) workbenchChoices.restore(JSON.parse(state.form));
    return true;
  }

  async function poll() {
    clearTimeout(polling);
    const state = await ask('/api/state');
    const busy = showState(state);
    if (state.phase === 'done' || state.kind !== 'open') {
      const fresh = await showChoices(state);
      if (fresh && state.kind === 'open' && !busy && !state.form) { await showFigures(state); await start(); return; }
    }
    await showFigures(state);
    at('replicates').max = state.most_replicates;
    document.body.dataset.kind = state.kind;
    document.body.dataset.phase = state.phase;  // last: what it says is shown
    if (busy) polling = setTimeout(safely(poll), pause(state));
  }
  // Milliseconds until the server is asked again: till the run should be over, if that is sooner.
  function pause({phase, done, total, seconds}) {
    const left = phase === 'running' && done > 0 ? 800 * seconds * (total - done) / done : Infinity;
    return Math.min(150, Math.max(20, left));
  }

  async function start() {
    clearTimeout(waiting);
    const form = workbenchChoices.form();
    askedAt = performance.now();
    asked = JSON.stringify(form);
    try { await ask('/api/run', form); } catch (error) { asked = null; throw error; }
    at('save').hidden = true;  // until there are figures of it
    document.body.dataset.phase = 'asked';
    document.body.dataset.asked = ++runs;
    await poll();
  }
  // A change by itself is asked for at once; of many in a row (a slider on its way) the last, or that at which it is let go.
  function later(settled = false) {
    clearTimeout(waiting);
    if (!at('follow').checked || JSON.stringify(workbenchChoices.form()) === asked) return;
    const now = performance.now(), alone = now - changedAt > 400 || (settled && now - askedAt > 250);
    changedAt = now;
    if (alone) safely(start)(); else waiting = setTimeout(safely(start), 120);
  }
  async function open(id) {
    area = null;
    asked = null;
    version = -1;
    await ask('/api/open', {area: id});
    await poll();
  }

  at('controls').addEventListener('submit', (event) => {
    event.preventDefault();
    // A number that was typed counts as changed when its field is left, by this very click.
    const justAsked = performance.now() - askedAt < 400 && JSON.stringify(workbenchChoices.form()) === asked;
    if (!justAsked) safely(start)();
  });
  at('cancel').addEventListener('click', safely(async () => { clearTimeout(waiting); asked = null; await ask('/api/cancel', {}); await poll(); }));
  at('reset').addEventListener('click', safely(async () => { workbenchChoices.restore({}); await start(); }));
  at('area').addEventListener('change', safely(() => open(at('area').value)));
  for (const id of ['replicates', 'seed']) at(id).addEventListener('change', () => later(true));
  at('pin').addEventListener('click', safely(async () => { await ask('/api/pin', {}); await poll(); }));
  at('unpin').addEventListener('click', safely(async () => { await ask('/api/unpin', {}); await poll(); at('pin').focus(); }));
  at('files').addEventListener('click', safely(async () => { await ask('/api/files', {}); await poll(); }));
  let width = innerWidth;
  addEventListener('resize', () => { if (innerWidth !== width) { width = innerWidth; workbenchCharts.resize(); } });

  safely(async () => {
    if (matchMedia('(max-width: 820px)').matches) at('assumptions-part').open = false;
    const areas = await ask('/api/areas');
    at('area').replaceChildren(...areas.map((a) => element('option', {value: a.id}, `${a.area}: ${a.scenario} (${a.id})`)));
    const state = await ask('/api/state');
    if (state.area || state.phase === 'running' || state.phase === 'waiting') await poll();
    else await open(areas[0].id);
  })();
})();
