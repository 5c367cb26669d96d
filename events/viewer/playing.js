// Playback: figures and list one step of time after another. What is few is drawn from what is here already; of many
// events the map and the list of each step are asked for. The page itself is not run again.
import { button, make } from './elements.js';
import { complete, days, filled, spot } from './hover.js';

const DAY = 86400000;
const UNITS = [['day', 45], ['week', 400], ['month', 2200], ['year', Infinity]]; // the longest time axis, in days, played by each
const SPEEDS = [1, 2, 4];
const PAUSE = 1200; // ms a step takes at speed 1
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const iso = time => new Date(time).toISOString().slice(0, 10);

/** The first instant of the unit in which `time` lies; weeks begin on Monday. */
export function begun(unit, time) {
  const day = Math.floor(time / DAY) * DAY;
  const date = new Date(day);
  if (unit === 'day') return day;
  if (unit === 'week') return day - ((date.getUTCDay() + 6) % 7) * DAY;
  return Date.UTC(date.getUTCFullYear(), unit === 'month' ? date.getUTCMonth() : 0, 1);
}

/** The steps of a time axis from `low` to `high`: their unit, and the first and last day of each in epoch ms. */
export function stepsOf(low, high) {
  const unit = UNITS.find(([, longest]) => high - low <= longest * DAY)[0];
  const steps = [];
  for (let from = begun(unit, low); from <= high; ) {
    const next = begun(unit, from + { day: 1, week: 7, month: 32, year: 367 }[unit] * DAY);
    steps.push([from, next - DAY]);
    from = next;
  }
  return { unit, steps };
}

export class Playing {
  constructor(shell) {
    this.shell = shell;
    this.speed = 1;
    this.upTo = true;
    this.frame = null; // first and last day that are shown, in epoch ms
  }

  // ---- what is shown of a step

  shows(row) {
    const [from, to] = this.frame;
    return Boolean(row.last) && Date.parse(row.first || row.last) <= to && Date.parse(row.last) >= from;
  }

  /** The rows of the list, how many of them it begins with, and how many there are in all. */
  told() {
    const { rows, listed, total, more } = this.shell.data;
    if (!this.frame) return { rows, listed, total };
    if (more) return this.answer ?? { rows: [], listed: 0, total: 0 };
    const shown = rows.filter(row => this.shows(row));
    return { rows: shown, listed: shown.length, total: shown.length };
  }

  /** What stands beside the map. */
  beside() {
    const { rows, beside, more } = this.shell.data;
    if (!this.frame) return beside;
    if (more) return this.answer?.beside ?? [];
    const shown = new Set(rows.filter(row => this.shows(row)).map(row => row.id));
    const left = beside.map(each => ({ ...each, events: each.events.filter(id => shown.has(id)) }));
    return left.filter(each => each.events.length).map(each => ({ ...each, count: each.events.length }));
  }

  /** What further rows of the list are asked for with. */
  asked() {
    return this.frame ? `&frame=${this.frame.map(iso).join(',')}` : '';
  }

  /** The traces of the map's figure with only what lies in the step. */
  marks({ data, layout }) {
    if (!this.frame || this.shell.data.more) return data;
    const byId = new Map(this.shell.data.rows.map(row => [row.id, row]));
    const { events } = layout.meta;
    const { families, texts, language } = this.shell.data;
    const row = index => byId.get(events[index]);
    const kept = indexes => indexes.filter(index => this.shows(row(index)));
    const counts = indexes => families.map(name => indexes.filter(index => row(index).family === name).length);
    return data.map(trace => {
      if (trace.uid.startsWith('rings')) return ringsOf(trace, kept);
      const places = trace.customdata.map((indexes, at) => [at, kept(indexes)]).filter(([, indexes]) => indexes.length);
      const picked = pickedOf(trace, places);
      if (trace.uid.startsWith('regions')) picked.z = places.map(([, indexes]) => largest(counts(indexes)));
      if (trace.uid === 'marks') picked.marker = { ...trace.marker, symbol: places.map(([at, indexes]) => pictureOf(trace.marker.symbol[at], indexes, counts(indexes), row)) };
      picked.hovertext = places.map(([at, indexes]) => spot(indexes.map(row), trace.text?.[at] ?? '', texts, language));
      return picked;
    });
  }

  // ---- the controls

  toggle() {
    if (this.frame) return this.end();
    this.build();
    this.plan();
    this.shell.player.hidden = true;
    this.show(0).then(() => this.play());
    this.run.focus();
  }

  /** The steps of the part of the time axis that is looked at, as far as it has events. */
  plan() {
    const { _fullLayout } = this.shell.timePlot;
    const [low, high] = _fullLayout.xaxis.range.map(value => _fullLayout.xaxis.r2l(value));
    const { rows, more } = this.shell.data;
    const dated = more ? [] : rows.filter(row => row.last);
    const first = dated.length ? Math.min(...dated.map(row => Date.parse(row.first || row.last))) : low;
    const last = dated.length ? Math.max(...dated.map(row => Date.parse(row.last))) : high - 1;
    Object.assign(this, stepsOf(Math.max(low, first), Math.max(Math.min(high - 1, last), Math.max(low, first))));
    this.slider.max = this.steps.length - 1;
    this.only.textContent = this.words(`only.${this.unit}`);
  }

  words(key) {
    return this.shell.data.texts[`viewer.play.${key}`];
  }

  build() {
    const { playBar } = this.shell;
    const tool = (key, label, act, wide = true) => button(`ev-tool${wide ? ' ev-wide' : ''}`, label, act, { title: this.words(key), ...(wide ? {} : { 'aria-label': this.words(key) }) });
    this.run = button('ev-tool ev-wide ev-run', '', () => (this.timer || this.busy ? this.pause() : this.play()));
    this.slider = make('input', 'ev-slider', undefined, { type: 'range', min: 0, step: 1, value: 0, 'aria-label': this.words('step') });
    this.slider.oninput = () => {
      const at = Number(this.slider.value);
      this.pause();
      this.show(at);
    };
    this.label = make('span', 'ev-play-days');
    const mode = upTo => {
      this.upTo = upTo;
      this.show(this.at);
    };
    this.until = button('ev-tool ev-wide', this.words('until'), () => mode(true));
    this.only = button('ev-tool ev-wide', '', () => mode(false));
    this.pace = button('ev-tool ev-wide', '', () => {
      this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length];
      this.draw();
    });
    const by = way => () => (this.pause(), this.show(this.at + way));
    const group = (name, ...nodes) => {
      const box = make('div', 'ev-tools', undefined, { role: 'group', 'aria-label': this.words(name) });
      box.append(...nodes);
      return box;
    };
    this.keeper = tool('keep.hint', this.words('keep'), () => this.keep());
    playBar.setAttribute('role', 'group');
    playBar.setAttribute('aria-label', this.words('bar'));
    playBar.onkeydown = event => {
      if (event.key === 'Escape') this.end();
    };
    playBar.replaceChildren(
      group('bar', this.run, tool('back', '‹', by(-1), false), tool('on', '›', by(1), false)),
      this.slider,
      group('mode', this.until, this.only),
      group('bar', this.pace, this.keeper, tool('end', '×', () => this.end(), false)),
      this.label,
    );
    playBar.hidden = false;
  }

  draw() {
    const { data } = this.shell;
    this.run.textContent = this.words(this.timer || this.busy ? 'pause' : 'go');
    this.until.setAttribute('aria-pressed', String(this.upTo));
    this.only.setAttribute('aria-pressed', String(!this.upTo));
    this.pace.textContent = `${this.speed}×`;
    this.pace.setAttribute('aria-label', filled(this.words('speed'), { n: this.speed }));
    const [from, to] = this.frame;
    const count = this.told().total;
    const span = this.upTo ? filled(this.words('until.day'), { day: days(iso(to), iso(to), data.language) }) : days(iso(from), iso(to), data.language);
    const number = value => value.toLocaleString(data.language);
    const undated = this.shell.figures.timeline.layout.meta.lanes.find(lane => lane.axis === 'y2')?.count ?? 0;
    const rest = undated ? filled(this.words('undated'), { n: number(undated) }) : '';
    const told = filled(this.words(count === 1 ? 'count.one' : 'count'), { days: span, n: number(count) }) + rest;
    this.label.textContent = told;
    this.slider.value = this.at;
    this.slider.setAttribute('aria-valuetext', told);
  }

  // ---- going on

  play() {
    if (this.at >= this.steps.length - 1) this.at = -1;
    this.timer = setTimeout(() => this.on(), this.at < 0 ? 0 : this.wait());
    this.draw();
  }

  wait() {
    return (PAUSE * (calm() ? 2 : 1)) / this.speed;
  }

  async on() {
    this.timer = null;
    this.busy = true;
    await this.show(this.at + 1);
    if (!this.frame || !this.busy) return;
    this.busy = false;
    if (this.at < this.steps.length - 1) this.timer = setTimeout(() => this.on(), this.wait());
    this.draw();
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = null;
    this.busy = false;
    if (this.frame) this.draw();
  }

  async show(at) {
    this.at = Math.max(0, Math.min(this.steps.length - 1, at));
    const [from, to] = this.steps[this.at];
    this.frame = [this.upTo ? Date.parse('0001-01-01') : from, to];
    if (this.shell.data.more) await this.ask();
    if (!this.frame) return;
    this.draw();
    this.showShade();
    this.shell.narrowed = null;
    this.shell.showList();
    this.shell.showBeside();
    await this.redraw();
  }

  /** The map and the list of this step, where not all events are here. */
  async ask() {
    const part = new URLSearchParams({ frame: this.frame.map(iso).join(',') });
    this.shell.lookedAt(part);
    const asked = (this.asking = `${this.shell.data.more}&${part}`);
    const answer = await fetch(asked).catch(() => null);
    if (asked !== this.asking || !answer?.ok || !this.frame) return;
    this.answer = await answer.json();
    complete(this.answer.rows, this.shell.data);
    this.shell.figures.map = this.shell.mapFigure({ ...this.shell.data, ...this.answer });
  }

  redraw() {
    const { shell } = this;
    const draw = async () => {
      await shell.drawMap(window.Plotly);
      shell.ring([]);
      shell.renewTables();
    };
    return (shell.queue = shell.queue.then(draw).catch(error => shell.fail(error)));
  }

  /** Dims the part of the timeline that the step does not show. */
  showShade() {
    const { shade, timePlot } = this.shell;
    shade.hidden = !this.frame;
    const full = timePlot._fullLayout;
    if (!this.frame || !full) return;
    const { xaxis, yaxis } = full;
    const spot = time => Math.max(0, Math.min(xaxis._length, xaxis.d2p(time)));
    const [left, right] = [spot(this.frame[0]), spot(this.frame[1] + DAY)];
    const [before, after] = shade.children;
    const box = { top: `${yaxis._offset}px`, height: `${yaxis._length}px` };
    before.hidden = !left;
    Object.assign(before.style, box, { left: `${xaxis._offset}px`, width: `${left}px` });
    Object.assign(after.style, box, { left: `${xaxis._offset + right}px`, width: `${xaxis._length - right}px` });
  }

  /** After the time axis has moved: other steps. */
  looked() {
    if (!this.frame) return;
    this.pause();
    const day = this.steps[this.at][0];
    this.plan();
    this.show(this.steps.filter(([from]) => from <= day).length - 1);
  }

  /** Makes the days of this step those of the view. */
  keep() {
    const [from, to] = this.steps[this.at];
    const chosen = this.upTo ? { last: iso(to) } : { first: iso(from), last: iso(to) };
    this.end();
    this.shell.report('chosen', chosen);
  }

  end() {
    if (!this.frame) return;
    const { shell } = this;
    this.pause();
    this.frame = this.answer = this.asking = null;
    const had = shell.playBar.contains(document.activeElement);
    shell.playBar.hidden = true;
    this.showShade();
    shell.figures.map = shell.mapFigure(shell.data);
    shell.showList();
    shell.showBeside();
    shell.player.hidden = false;
    if (had) shell.player.focus();
    if (shell.mapPlot.isConnected) this.redraw();
  }
}

const largest = counts => counts.indexOf(Math.max(...counts));

/** A trace with only some of its places, each with the events that are left there. */
function pickedOf(trace, places) {
  const picked = { ...trace, customdata: places.map(([, indexes]) => indexes) };
  for (const key of ['lon', 'lat', 'text', 'locations'])
    if (Array.isArray(trace[key])) picked[key] = places.map(([at]) => trace[key][at]);
  if (picked.lon && !picked.lon.length) Object.assign(picked, { lon: [null], lat: [null], customdata: [[]] }); // a map needs a trace
  return picked;
}

/** The rings whose places still have events; they stand one after another, parted by gaps. */
function ringsOf(trace, kept) {
  const picked = { ...trace, lon: [], lat: [] };
  let ring = 0;
  trace.lon.forEach((lon, at) => {
    if (kept(trace.meta[ring]).length) (picked.lon.push(lon), picked.lat.push(trace.lat[at]));
    if (lon === null) ring += 1;
  });
  return picked;
}

/** The name of the picture of a place once only these events are left at it. */
function pictureOf(name, indexes, counts, row) {
  const [what, theme, shape] = name.split(':');
  if (indexes.length > 1 || shape === 'area-stack') return [what, theme, shape, counts.join('.')].join(':');
  const { modality, review } = row(indexes[0]);
  return [what, theme, shape.replace('-stack', ''), modality, counts.indexOf(1), ...(review === 'found' ? [] : [review])].join(':');
}
