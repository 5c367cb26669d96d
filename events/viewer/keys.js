// The figures by keyboard alone: one mark of each is a button, arrow keys make the next one it, and each says itself in
// a sentence. With Shift the arrows mark days on the timeline. What the keys do opens with "?".
import { button, make } from './elements.js';
import { filled } from './hover.js';
import { DAY, dayOf, stopsOnMap, stopsOnTimeline } from './stops.js';

const SHOWN = 1 / 3; // of a window that is moved to a mark: how much of it lies before the mark
const STEPS = { ArrowRight: ['across', 1], ArrowLeft: ['across', -1], ArrowDown: ['along', 1], ArrowUp: ['along', -1] };
const KEYS = [
  ['Tab', 'tab'],
  ['← →', 'across'],
  ['↑ ↓', 'along'],
  ['Home End', 'ends'],
  ['Enter', 'enter'],
  ['Shift ← →', 'days'],
  ['Esc', 'escape'],
  ['+ −', 'zoom'],
  ['Ctrl Z', 'undo'],
  ['?', 'help'],
];
const CHOOSING = ['days', 'escape', 'undo']; // only where there is a view to choose
const typing = target => target.closest?.('input, textarea, select, [contenteditable]:not([contenteditable="false"])');

/** Moves a button from mark to mark of one figure. */
class Walk {
  constructor(shell, label) {
    this.shell = shell;
    this.box = make('div', 'ev-keys', undefined, { role: 'group', 'aria-label': label });
    this.told = make('div', 'ev-told', undefined, { 'aria-hidden': 'true' });
    this.box.append(this.told);
    this.box.onkeydown = event => this.key(event);
    this.stop = null;
  }

  get focused() {
    return this.node?.contains(document.activeElement) ?? false;
  }

  /** Puts the button on its mark after the figure has been drawn: on the same one, else the nearest, else the first. */
  renew() {
    this.stops = this.found();
    const before = this.stop;
    const same = before && this.stops.find(each => each.key === before.key);
    const near = before && !same && this.stops.filter(each => each.lane === before.lane).sort((a, b) => Math.abs(a.order - before.order) - Math.abs(b.order - before.order))[0];
    this.stop = same ?? near ?? this.stops[0] ?? null;
    if (!this.stop) return (this.node?.remove(), (this.node = null));
    if (!this.node) this.take();
    const words = this.words();
    const other = this.node.getAttribute('aria-label') !== words;
    this.node.setAttribute('aria-label', words);
    if (this.focused && other) (this.tell(), this.shell.say(words)); // what was looked at closer says what it has become
    this.place();
  }

  tell() {
    this.told.replaceChildren(...this.stop.lines().map((line, at) => make(at ? 'span' : 'b', '', line)));
  }

  /** Makes a new button for the mark, so that whoever listens hears it, and moves the focus on to it. */
  take() {
    const had = this.focused;
    const node = button('ev-stop', '', () => this.enter(), { 'aria-label': this.words(), 'aria-keyshortcuts': 'ArrowLeft ArrowRight ArrowUp ArrowDown' });
    node.onfocus = () => this.point(true);
    node.onblur = () => this.point(false);
    const old = this.node;
    this.box.append((this.node = node));
    this.place();
    if (had) node.focus({ preventScroll: true });
    old?.remove();
  }

  words() {
    return filled(this.shell.data.texts['viewer.keys.mark'], { mark: this.stop.sentence(), at: this.stops.indexOf(this.stop) + 1, n: this.stops.length });
  }

  place() {
    if (!this.stop || !this.node) return;
    const { left, top, width, height } = this.stop.box();
    Object.assign(this.node.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    if (!this.focused) return;
    const wide = this.box.clientWidth;
    this.told.style.left = `${Math.max(8, Math.min(left, wide - this.told.offsetWidth - 8))}px`;
    const under = top + height + 6;
    const fits = under + this.told.offsetHeight <= this.bottom();
    this.told.style.top = `${fits ? under : Math.max(2, top - this.told.offsetHeight - 6)}px`;
  }

  /** What the mark tells is shown, and its event ringed on the other figure and in the list, while it has the focus. */
  point(on) {
    if (on) {
      this.tell();
      this.show();
      this.place();
    } else {
      this.told.replaceChildren();
      this.let();
    }
    this.shell.ring(on ? this.stop.events : []);
  }

  let() {}

  goTo(stop) {
    if (!stop || stop === this.stop) return;
    this.stop = stop;
    this.take();
  }

  enter() {
    this.stop.press();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.stop) return;
    const [way, by] = STEPS[event.key] ?? [];
    const done = event.key === 'Escape' ? this.escape() : event.shiftKey && way === 'across' ? this.mark(by) : way && !event.shiftKey ? this[way](by) : this.other(event.key);
    if (done === false) return;
    event.preventDefault();
    event.stopPropagation();
  }

  other(key) {
    if (key === '+' || key === '=') return this.zoom(1);
    if (key === '-') return this.zoom(-1);
    if (key !== 'Home' && key !== 'End') return false;
    const row = this.row();
    return this.goTo(row[key === 'Home' ? 0 : row.length - 1]);
  }

  /** Lets go of what is chosen on this figure. */
  escape() {
    if (!this.shell.data.clears?.[this.chart]) return false;
    this.shell.report('chosen', { clear: this.chart });
  }
}

class TimeWalk extends Walk {
  chart = 'timeline';
  days = null; // those being marked, as numbers of days

  found() {
    return stopsOnTimeline(this.shell);
  }

  bottom() {
    const { scroll } = this.shell;
    return scroll.scrollTop + scroll.clientHeight;
  }

  row(lane = this.stop.lane) {
    return this.stops.filter(each => each.lane === lane);
  }

  across(by) {
    const row = this.row();
    this.goTo(row[row.indexOf(this.stop) + by]);
  }

  /** The nearest mark of the next lane that has one. */
  along(by) {
    const { order } = this.stop;
    const lanes = [...new Set(this.stops.map(each => each.lane))];
    const row = this.row(lanes[lanes.indexOf(this.stop.lane) + by]);
    this.goTo(row.sort((a, b) => Math.abs(a.order - order) - Math.abs(b.order - order))[0]);
  }

  goTo(stop) {
    if (stop) this.let();
    super.goTo(stop);
  }

  /** Brings the mark into the part of the time axis, and of the lanes, that is seen. */
  show() {
    const { timePlot, scroll } = this.shell;
    const { _length, range, r2l } = timePlot._fullLayout.xaxis;
    const { start, end, dated } = this.stop;
    const { top, height } = this.stop.box();
    if (top < scroll.scrollTop || top + height > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top - scroll.clientHeight / 2;
    if (!dated || (end >= 0 && start <= _length)) return;
    const [low, high] = range.map(value => r2l(value));
    const from = this.stop.order - (high - low) * SHOWN;
    this.shell.plotly.relayout(timePlot, { 'xaxis.range': [from, from + high - low] });
  }

  zoom(way) {
    const { timePlot } = this.shell;
    const { range, r2l } = timePlot._fullLayout.xaxis;
    const [low, high] = range.map(value => r2l(value));
    const long = (high - low) * (way > 0 ? 0.5 : 2);
    const middle = this.stop.dated ? this.stop.order : (low + high) / 2;
    this.shell.plotly.relayout(timePlot, { 'xaxis.range': [middle - long / 2, middle + long / 2] });
  }

  /** Moves the end of the marked days on to the next day that has a mark. */
  mark(by) {
    if (!this.stop.dated || !this.shell.data.filters) return;
    const ends = this.stops.filter(each => each.dated).flatMap(each => [each.first, each.last]);
    const days = [...new Set(ends)].sort((a, b) => a - b);
    this.days ??= { first: this.stop.first, last: this.stop.last, head: by > 0 ? this.stop.last : this.stop.first };
    this.days.head = days[days.indexOf(this.days.head) + by] ?? this.days.head;
    const [first, last] = this.marked();
    this.shell.band.show(first, last);
    this.shell.say(filled(this.shell.data.texts['viewer.keys.marked'], { days: this.shell.spanWords(first, last) }));
  }

  marked() {
    const { first, last, head } = this.days;
    return [Math.min(first, head), Math.max(last, head)];
  }

  let() {
    this.days = null;
    this.shell.band.hide();
  }

  enter() {
    if (!this.days) return super.enter();
    const [first, last] = this.marked();
    this.let();
    this.shell.report('chosen', { first: dayOf(first), last: dayOf(last) });
  }

  escape() {
    if (!this.days) return super.escape();
    this.let();
    this.shell.say(this.shell.data.texts['viewer.keys.let']);
  }
}

class MapWalk extends Walk {
  chart = 'map';

  found() {
    return stopsOnMap(this.shell);
  }

  bottom() {
    return this.box.clientHeight;
  }

  row(by = 'lon') {
    return [...this.stops].sort((a, b) => a[by] - b[by] || a.lon - b.lon || a.lat - b.lat);
  }

  /** West to east, and south to north: each way leads past every mark. */
  across(by) {
    const row = this.row();
    this.goTo(row[row.indexOf(this.stop) + by]);
  }

  along(by) {
    const row = this.row('lat');
    this.goTo(row[row.indexOf(this.stop) - by]);
  }

  mark() {
    return false;
  }

  show() {
    const { mapObject, mapPlot } = this.shell;
    const { x, y } = mapObject.project([this.stop.lon, this.stop.lat]);
    const inside = x > 12 && y > 50 && x < mapPlot.clientWidth - 12 && y < mapPlot.clientHeight - 12;
    if (!inside) mapObject.jumpTo({ center: [this.stop.lon, this.stop.lat] });
  }

  zoom(way) {
    const { mapObject } = this.shell;
    mapObject.easeTo({ center: [this.stop.lon, this.stop.lat], zoom: mapObject.getZoom() + way, duration: 200 });
  }
}

export const keys = {
  /** The layers that hold the two buttons, the band of marked days, the sentence that is said, and the list of keys. */
  buildKeys(texts, stage) {
    this.timeWalk = new TimeWalk(this, texts['viewer.keys.timeline']);
    this.mapWalk = new MapWalk(this, texts['viewer.keys.map']);
    this.band = bandOver(this);
    stage.append(this.band.node, this.timeWalk.box);
    this.map.append(this.mapWalk.box);
    this.said = make('p', 'ev-said', '', { role: 'status' });
    this.root.append(this.said);
    this.onHelp = event => event.key === '?' && !typing(event.target) && (event.preventDefault(), this.showHelp());
    document.addEventListener('keydown', this.onHelp);
  },

  endKeys() {
    document.removeEventListener('keydown', this.onHelp);
  },

  say(words) {
    this.said.textContent = words;
  },

  helpButton() {
    const { texts } = this.data;
    return button('ev-tool', '?', () => this.showHelp(), { 'aria-label': texts['viewer.keys'], title: `${texts['viewer.keys']} (?)` });
  },

  /** What each key does, in a dialog that Escape closes. */
  showHelp() {
    if (this.help?.open) return;
    const { texts, filters } = this.data;
    this.help = make('dialog', 'ev-help', undefined, { 'aria-label': texts['viewer.keys'] });
    const table = make('table');
    for (const [key, name] of KEYS.filter(([, each]) => filters || !CHOOSING.includes(each))) {
      const line = table.insertRow();
      const head = make('th', '', undefined, { scope: 'row' });
      key.split(' ').forEach(each => head.append(make('kbd', '', each)));
      line.append(head, make('td', '', texts[`viewer.keys.${name}`]));
    }
    const close = button('ev-tool ev-wide', texts['viewer.keys.close'], () => this.help.close());
    this.help.append(make('h2', '', texts['viewer.keys']), table, close);
    this.help.onclose = () => this.help.remove();
    this.root.append(this.help);
    this.help.showModal();
  },
};

/** A band over the days that are being marked on the timeline. */
function bandOver(shell) {
  const node = make('div', 'ev-band');
  node.hidden = true;
  let days = null;
  const draw = () => {
    const { xaxis, yaxis } = shell.timePlot._fullLayout ?? {};
    node.hidden = !days || !xaxis;
    if (node.hidden) return;
    const spot = time => Math.max(0, Math.min(xaxis._length, xaxis.d2p(time)));
    const [left, right] = [spot(days[0] * DAY), spot((days[1] + 1) * DAY)];
    Object.assign(node.style, { left: `${xaxis._offset + left}px`, width: `${right - left}px`, top: `${yaxis._offset}px`, height: `${yaxis._length}px` });
  };
  const show = (...chosen) => ((days = chosen), draw());
  return { node, draw, show, hide: () => ((days = null), draw()) };
}
