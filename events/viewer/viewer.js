// Draws the figures made in Python with Plotly.js, links them with the list, and reports what the reader chooses.
// One viewer in every shell: the dashboard's block and the light snapshot page. Text from data enters as textContent only.
import { acts } from './acts.js';
import { clusters } from './clusters.js';
import { button, coarse, gathered, make, painted, styled } from './elements.js';
import { fading } from './fade.js';
import { forms } from './forms.js';
import { complete, counted, days, filled, spot, told } from './hover.js';
import { keys } from './keys.js';
import { layers } from './layers.js';
import { legend } from './legend.js';
import { list } from './list.js';
import { close, map } from './map.js';
import { paper } from './paper.js';
import { Playing } from './playing.js';
import { rings } from './rings.js';
import { dayOf } from './stops.js';
import { whole } from './whole.js';

const NARROW = 720;
const PICKED = 300; // events that a link carries
const REFINED = 250; // ms without change before a finer answer is asked for
const shells = new WeakMap();

let library;
function plotly(address) {
  library ??= new Promise((done, failed) => {
    if (window.Plotly) return done(window.Plotly);
    const begun = document.getElementById('events-plotly'); // the page's head has it on its way
    const script = begun ?? make('script', '', undefined, { src: address });
    script.addEventListener('load', () => done(window.Plotly));
    script.addEventListener('error', () => failed(new Error('no chart library')));
    if (!begun) document.head.append(script);
  });
  return library;
}


/** Draws `data` into `host`, or brings what is there up to date; `report(name, value)` receives the reader's choices. */
export async function mount(host, data, report) {
  let shell = shells.get(host);
  if (!shell) shells.set(host, (shell = new Shell(host, data)));
  shell.report = report;
  shell.queue = shell.queue.then(() => shell.show(data)).catch(error => shell.fail(error));
  return shell.queue;
}

/** Takes the figures of `host` down. */
export function unmount(host) {
  shells.get(host)?.end();
  shells.delete(host);
}

class Shell {
  constructor(host, data) {
    this.host = host;
    this.queue = Promise.resolve();
    this.narrowed = null;
    this.playing = new Playing(this);
    this.build(data);
    this.printable();
  }

  build({ texts, listed }) {
    const root = (this.root = make('div', 'ev'));
    this.mapPlot = make('div', 'ev-plot', undefined, { role: 'group', 'aria-label': texts['viewer.map'] });
    this.timePlot = make('div', 'ev-plot', undefined, { role: 'group', 'aria-label': texts['viewer.timeline'] });
    this.map = make('section', 'ev-map ev-waiting');
    this.time = make('section', 'ev-time ev-waiting');
    this.mapTools = make('div', 'ev-tools');
    this.timeTools = make('div', 'ev-tools');
    this.lanes = make('div', 'ev-lanes');
    this.beside = make('div', 'ev-beside');
    this.legend = make('div', 'ev-legend');
    this.borders = make('span');
    this.mapRings = make('div', 'ev-rings');
    this.timeRings = make('div', 'ev-rings');
    this.outside = button('ev-tool ev-wide ev-outside', '', () => this.fit());
    this.outside.hidden = true;
    this.scale = make('span', 'ev-scale');
    this.north = button('ev-north', 'N', () => this.mapObject.easeTo({ bearing: 0, pitch: 0, duration: 300 }));
    const measures = make('div', 'ev-measures');
    measures.append(this.north, this.scale);
    const foot = make('div', 'ev-foot');
    this.viewpoint = button('ev-viewpoint', '', () => this.report('chosen', { borders: this.data.borders === 'defacto' ? 'recognised' : 'defacto' }));
    const whose = make('div', 'ev-borders');
    whose.append(this.borders, this.viewpoint);
    foot.append(measures, whose);
    this.layerNote = make('div', 'ev-layer-note');
    this.layerNote.hidden = true;
    whose.prepend(this.layerNote);
    this.map.append(this.mapPlot, this.mapRings, this.mapTools, foot);
    const scroll = (this.scroll = make('div', 'ev-scroll'));
    const stage = make('div', 'ev-stage');
    stage.append(this.timePlot, this.timeRings, this.lanes);
    stage.insertBefore((this.shade = make('div', 'ev-shade')), this.timeRings);
    this.shade.append(make('i'), make('i'));
    scroll.append(stage);
    this.timeBar = make('div', 'ev-bar');
    this.timeHint = make('p', 'ev-hint');
    this.timeBar.append(make('h2', '', texts['viewer.timeline.title']), this.timeHint, this.timeTools);
    this.playBar = make('div', 'ev-play');
    this.playBar.hidden = true;
    this.time.append(this.timeBar, this.playBar, scroll);
    const main = make('div', 'ev-main');
    main.append(this.map, this.beside, this.time, this.legend, this.buildActs(texts));
    root.append(this.buildWords(), main);
    this.buildKeys(texts, stage);
    if (listed !== null) {
      this.list = make('section', 'ev-list', undefined, { 'aria-label': texts['viewer.list'] });
      root.append(this.list);
    }
    this.host.replaceChildren(root);
  }

  async show(data) {
    const before = this.data;
    complete(data.rows, data);
    this.data = data;
    this.root.dataset.theme = data.theme;
    this.figures = this.figuresOf(data);
    this.look = { ...this.figures.map.layout.meta };
    if (before?.map !== data.map) this.narrowed = null;
    if (before && before.timeline !== data.timeline) this.playing.end();
    await styled(data.addresses.css);
    this.showAddress(this.mapObject && close(data.camera, this.asked) ? this.cameraNow() : null);
    this.showList();
    this.showWords();
    this.showBeside();
    this.showLegend();
    this.showActs();
    this.sketch();
    const Plotly = (this.plotly = await plotly(data.addresses.plotly));
    const time = before?.timeline !== data.timeline;
    const map = before?.map !== data.map || before.borders !== data.borders || String(before.area) !== String(data.area);
    if (map && this.mapObject) await this.drawBoth(Plotly, time);
    else {
      if (time) await this.drawTimeline(Plotly);
      if (time && map) await painted(); // a new map keeps this thread for long
      if (map) await this.drawMap(Plotly);
    }
    if (!map) this.moveTo(data.camera);
    this.showLayers();
    this.ring([]);
    this.renewTables();
  }

  /** A map that stands already lays its marks out in a thread of its own, so it begins before the timeline. */
  drawBoth(Plotly, time) {
    const begun = new Promise(done => setTimeout(done));
    return Promise.all([this.drawMap(Plotly), time && begun.then(() => this.drawTimeline(Plotly))]);
  }

  /** The figures of `data`, every mark with what pointing at it tells. */
  figuresOf(data) {
    const map = this.mapFigure(data);
    return { map, timeline: this.timeFigure(data, map.layout.meta.paper) };
  }

  timeFigure(data, paper) {
    const figure = JSON.parse(data.timeline);
    const { texts, language } = data;
    const { bins, lanes, events } = figure.layout.meta;
    const byId = new Map(data.rows.map(row => [row.id, row]));
    const column = ([lane, first, last, families, uncertain]) => counted(`${lanes[lane].label}, ${days(first, last, language)}`, families, uncertain, data);
    for (const trace of figure.data)
      if (trace.customdata) trace.hovertext = trace.customdata.map(index => (bins ? column(bins[index]) : told(byId.get(events[index]), texts)));
    figure.data = figure.data.flatMap(trace => (trace.uid === 'before' ? fading(trace, paper) : [trace]));
    return figure;
  }

  mapFigure(data) {
    const figure = JSON.parse(data.map);
    const { texts, language } = data;
    const { cells, events } = figure.layout.meta;
    const byId = new Map(data.rows.map(row => [row.id, row]));
    for (const trace of figure.data)
      if (trace.customdata)
        trace.hovertext = trace.customdata.map((found, at) =>
          cells ? counted(texts['viewer.counted.here'], ...cells[found], data) : spot(found.map(index => byId.get(events[index])), trace.text?.[at] ?? '', texts, language),
        );
    return figure;
  }

  fail(error) {
    console.error(error);
    this.map.classList.remove('ev-waiting');
    this.time.classList.remove('ev-waiting');
    if (!this.notice) this.root.prepend((this.notice = make('p', 'ev-notice', this.data.texts['viewer.failed'], { role: 'alert' })));
  }

  end() {
    this.playing.end();
    this.endKeys();
    this.unprintable();
    for (const plot of [this.mapPlot, this.timePlot]) window.Plotly?.purge(plot);
    this.sizes?.disconnect();
  }

  /** The address holds the whole view: choices write it, and moving the map replaces its camera without a step for Back. */
  showAddress(camera) {
    if (!this.data.address) return;
    const wanted = new URLSearchParams(this.data.address);
    if (camera) wanted.set('camera', `${camera.lon},${camera.lat},${camera.zoom}`);
    const given = new URLSearchParams(location.search);
    wanted.sort();
    given.sort();
    if (wanted.toString() === given.toString()) return;
    const ordered = new URLSearchParams(this.data.address);
    if (camera) ordered.set('camera', wanted.get('camera'));
    const query = ordered.toString().replaceAll('%2C', ',');
    history.replaceState(history.state, '', `${location.pathname}?${query}${location.hash}`);
  }

  settings(more) {
    return {
      displayModeBar: false,
      displaylogo: false,
      showSendToCloud: false,
      responsive: true,
      doubleClick: false,
      locale: this.data.language,
      locales: { [this.data.language]: { format: this.data.calendar } },
      ...more,
    };
  }

  // ---- timeline

  async drawTimeline(Plotly) {
    const { data, layout } = this.figures.timeline;
    const { timeline } = this.data;
    const narrow = this.root.clientWidth < NARROW;
    layout.yaxis.showticklabels = false;
    layout.dragmode = this.circling ? 'lasso' : coarse() ? false : 'select';
    layout.selections = [];
    layout.newselection = { line: { color: this.look.ink, width: 1, dash: 'dot' } };
    if (narrow) {
      layout.margin.l = 6;
      layout.margin.r = 16; // room for the sign of a review
      layout.xaxis.nticks = 4;
      const [low, high] = layout.xaxis2.range ?? [0, 1];
      layout.xaxis2.range = [low - (high - low) * 0.6, high]; // room for the lane's name
    }
    this.time.classList.toggle('ev-narrow', narrow);
    this.timePlot.style.height = `${layout.height}px`;
    await Plotly.react(this.timePlot, data, layout, this.settings());
    this.plotted = timeline;
    this.time.classList.remove('ev-waiting');
    if (!this.timeWired) this.wireTimeline(Plotly);
    this.label();
    this.nameBars();
    const dated = layout.meta.lanes.some(lane => lane.axis === 'y');
    this.timeHint.textContent = dated ? this.data.texts['viewer.drag'] : this.data.texts['viewer.no_dates'];
    this.timeHint.classList.toggle('ev-hint-touch', coarse() && dated);
    this.player.hidden = !dated || Boolean(this.playing.frame);
    this.playing.showShade();
  }

  wireTimeline(Plotly) {
    this.timeWired = true;
    const plot = this.timePlot;
    const { texts } = this.data;
    plot.on('plotly_selected', event => (event?.lassoPoints ? this.circled(event.points, Plotly) : this.chosenDates(event?.range?.x, Plotly)));
    plot.on('plotly_click', event => this.pressedTime(event.points[0].customdata, Plotly));
    plot.on('plotly_hover', event => this.figures.timeline.layout.meta.bins || this.ring(this.idsOf('timeline', [event.points[0].customdata])));
    plot.on('plotly_unhover', () => this.ring([]));
    plot.on('plotly_afterplot', () => this.nameBars());
    plot.on('plotly_relayout', () => (this.label(), this.ring([]), this.playing.looked(), this.refine(), this.showLayers()));
    const stretch = factor => {
      const [low, high] = plot._fullLayout.xaxis.range.map(value => plot._fullLayout.xaxis.r2l(value));
      const middle = (low + high) / 2;
      const half = ((high - low) / 2) * factor;
      Plotly.relayout(plot, { 'xaxis.range': [middle - half, middle + half] });
    };
    this.player = button('ev-tool ev-wide', texts['viewer.play'], () => this.playing.toggle(), { title: texts['viewer.play.hint'] });
    this.circler = button('ev-tool ev-wide', texts['viewer.lasso'], () => this.circle(!this.circling, Plotly), { 'aria-pressed': 'false', title: texts['viewer.lasso.hint'] });
    this.timeTools.append(
      this.player,
      button('ev-tool', '−', () => stretch(2), { 'aria-label': texts['viewer.time.out'], title: texts['viewer.time.out'] }),
      button('ev-tool', '+', () => stretch(0.5), { 'aria-label': texts['viewer.time.in'], title: texts['viewer.time.in'] }),
      gathered(texts['viewer.time.tools'], [
        this.circler,
        this.formsOf('timeline'),
        button('ev-tool ev-wide', texts['viewer.time.all'], () => Plotly.relayout(plot, { 'xaxis.range': [...this.figures.timeline.layout.meta.whole] })),
        ...(coarse() ? [] : [this.helpButton()]), // a hand has no keys to be told of; "?" works all the same
      ]),
    );
    this.sizes = new ResizeObserver(() => {
      const narrow = this.root.clientWidth < NARROW;
      if (narrow !== this.time.classList.contains('ev-narrow')) {
        this.figures.timeline = this.figuresOf(this.data).timeline;
        this.queue = this.queue.then(() => this.drawTimeline(Plotly));
      } else (this.label(), this.playing.showShade());
    });
    this.sizes.observe(this.root);
  }

  /** An event opens; a column that counts many is zoomed into, until its events are told one by one. */
  pressedTime(index, Plotly) {
    const bin = this.figures.timeline.layout.meta.bins?.[index];
    if (!bin) return this.open(this.idsOf('timeline', [index]));
    const [, first, last] = bin;
    Plotly.relayout(this.timePlot, { 'xaxis.range': [Date.parse(first), Date.parse(last) + 86400000] });
  }

  /** Asks for finer counts, or the events themselves, once the part of time or map that is looked at has changed. */
  refine() {
    if (!this.data.more || this.drawing || this.playing.frame) return;
    clearTimeout(this.refining);
    this.refining = setTimeout(() => this.fetchPart(), REFINED);
  }

  async fetchPart() {
    const axis = this.timePlot._fullLayout.xaxis;
    const day = value => new Date(value).toISOString().slice(0, 10);
    const [low, high] = axis.range.map(value => axis.r2l(value));
    const part = new URLSearchParams({ window: `${day(low)},${day(high - 1)}` });
    this.lookedAt(part);
    const asked = (this.asking = `${this.data.more}&${part}`);
    const answer = await fetch(asked).catch(() => null);
    if (asked !== this.asking || !answer?.ok) return;
    const found = await answer.json();
    complete(found.rows, this.data);
    this.queue = this.queue.then(() => this.drawPart({ ...this.data, ...found })).catch(error => this.fail(error));
  }

  /** Puts the part of the map that is looked at into an address. */
  lookedAt(part) {
    if (!this.mapObject) return;
    const bounds = this.mapObject.getBounds();
    const west = Math.max(-180, bounds.getWest());
    part.set('box', [west, bounds.getSouth(), Math.min(180, bounds.getEast()), bounds.getNorth()].map(value => value.toFixed(3)).join(','));
    part.set('zoom', this.mapObject.getZoom().toFixed(2));
  }

  async drawPart(data) {
    const Plotly = await plotly(data.addresses.plotly);
    const { xaxis } = this.timePlot._fullLayout;
    const range = xaxis.range.map(value => xaxis.r2l(value));
    this.data = data;
    this.figures = this.figuresOf(data);
    this.figures.timeline.layout.xaxis.range = range;
    this.drawing = true;
    await this.drawBoth(Plotly, true);
    this.drawing = false;
    this.showBeside();
    this.ring([]);
    this.renewTables();
  }

  /** Whole days, those whose noon lies in the box; a thinner box is the day it lies on. */
  chosenDates(range, Plotly) {
    Plotly.relayout(this.timePlot, { selections: [] });
    if (!range) return;
    const day = 86400000;
    const [from, to] = range.map(value => this.timePlot._fullLayout.xaxis.d2l(value)).sort((a, b) => a - b);
    let first = Math.ceil((from - day / 2) / day);
    let last = Math.floor((to - day / 2) / day);
    if (last < first) first = last = Math.floor((from + to) / 2 / day);
    const words = number => new Date(number * day).toISOString().slice(0, 10);
    this.report('chosen', { first: words(first), last: words(last) });
  }

  /** Whether dragging on the timeline draws around marks, or chooses days. */
  circle(on, Plotly) {
    this.circling = on;
    this.circler.setAttribute('aria-pressed', String(on));
    return Plotly.relayout(this.timePlot, { dragmode: on ? 'lasso' : coarse() ? false : 'select' });
  }

  /** The events that were drawn around; of many, or of columns that count them, their days and lanes. */
  circled(points, Plotly) {
    Plotly.relayout(this.timePlot, { selections: [] });
    const found = [...new Set(points.map(point => point.customdata).filter(index => index !== undefined))];
    if (!found.length) return;
    this.circle(false, Plotly);
    const { bins, lanes } = this.figures.timeline.layout.meta;
    if (!bins) return this.narrow(this.idsOf('timeline', found));
    const columns = found.map(index => bins[index]);
    const days = columns.flatMap(([, first, last]) => [first, last]).sort();
    const among = [...new Set(columns.map(([lane]) => lanes[lane].id))];
    const some = among.every(Boolean) && among.length < lanes.filter(lane => lane.axis === 'y').length;
    this.report('chosen', { first: days[0], last: days[days.length - 1], ...(some ? { among } : {}) });
  }

  /** Lets the style sheet tell the modalities apart that a chart library has no line for (dashes). */
  nameBars() {
    for (const group of this.timePlot.querySelectorAll('g.trace')) {
      const own = group.__data__?.[0]?.trace?.uid;
      if (own) group.dataset.mark = own;
    }
  }

  /** Lane labels as real text and buttons over the chart. */
  label() {
    const full = this.timePlot._fullLayout;
    if (!full || this.plotted !== this.data.timeline) return; // what is drawn is not yet, or no more, what is to be told
    const { lanes } = this.figures.timeline.layout.meta;
    const { texts } = this.data;
    const labels = lanes.map(lane => {
      const axis = lane.axis === 'y2' ? full.yaxis2 : full.yaxis;
      const tall = lane.height ? axis.l2p(lane.y - lane.height / 2) - axis.l2p(lane.y + lane.height / 2) : 34;
      const node = lane.parts
        ? button('ev-lane', '', () => this.report('chosen', { lane: lane.id }), {
            'aria-expanded': String(lane.opened),
            title: texts[lane.opened ? 'viewer.lane.close' : 'viewer.lane.open'],
          })
        : make('span', 'ev-lane');
      node.append(make('span', 'ev-lane-name', lane.label), make('span', 'ev-lane-count', lane.count.toLocaleString(this.data.language)));
      node.style.setProperty('--depth', lane.depth);
      node.style.top = `${axis._offset + axis.l2p(lane.y)}px`;
      node.style.setProperty('--tall', `${tall}px`);
      node.style.setProperty('--lines', tall < 32 ? 1 : 2);
      node.firstChild.title = lane.label;
      if (!lane.id) node.classList.add('ev-lane-plain');
      return [node, ...this.foldOf(lane, node.style.top)];
    });
    this.lanes.replaceChildren(...labels.flat());
    this.timeWalk.renew();
    this.band.draw();
  }

  /** What folds a lane to one line, or unfolds it, where the view remembers it. */
  foldOf(lane, top) {
    const { filters, texts } = this.data;
    if (!filters || !lane.id || lane.depth) return [];
    const words = filled(texts[lane.folded ? 'viewer.lane.unfold' : 'viewer.lane.fold'], { name: lane.label });
    const node = button('ev-fold', lane.folded ? '+' : '−', () => this.report('chosen', { fold: lane.id }), { 'aria-label': words, title: words });
    node.style.top = top;
    return [node];
  }

  /** Two days, as numbers of days, in words. */
  spanWords(first, last) {
    return days(dayOf(first), dayOf(last), this.data.language);
  }

  // ---- what both figures share

  /** The events that a figure's marks stand for. */
  idsOf(figure, indexes) {
    return [...new Set(indexes)].map(index => this.figures[figure].layout.meta.events[index]);
  }

  /** One event opens; several become the view. */
  open(ids) {
    if (ids.length === 1) return this.report('chosen', { event: ids[0] });
    this.narrow(ids);
  }

  /** Chooses events one by one; more than a link carries only narrow the list. */
  narrow(ids) {
    if (!this.list || ids.length <= PICKED) return this.report('chosen', { events: ids });
    this.narrowed = ids;
    this.showList();
    this.list.scrollTop = 0;
    if (this.root.clientWidth < 980) this.list.scrollIntoView({ behavior: 'smooth' });
  }
}

Object.assign(Shell.prototype, map, rings, list, legend, acts, forms, keys, whole, layers, clusters, paper);
