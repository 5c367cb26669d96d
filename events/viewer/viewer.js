// Draws the figures made in Python with Plotly.js, links them with the list, and reports what the reader chooses.
// One viewer in every shell: the dashboard's block and the light snapshot page. Text from data enters as textContent only.
import { acts } from './acts.js';
import { clusters } from './clusters.js';
import { button, make, painted, styled } from './elements.js';
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
import { timeline } from './timeline.js';
import { whole } from './whole.js';

const PICKED = 300; // events that a link carries
const REFINED = 250; // ms without change before a finer answer is asked for
const shells = new WeakMap();

let early; // a viewer that is drawn before the page has a place for it
let library;
function plotly(address) {
  library ??= new Promise((done, failed) => {
    if (window.Plotly) return done(window.Plotly);
    const script = make('script', '', undefined, { src: address });
    script.addEventListener('load', () => done(window.Plotly));
    script.addEventListener('error', () => failed(new Error('no chart library')));
    document.head.append(script);
  });
  return library;
}


/** Draws `data` into `host`, or brings what is there up to date; `report(name, value)` receives the reader's choices. */
export async function mount(host, data, report) {
  let shell = shells.get(host);
  if (!shell) shells.set(host, (shell = early ? early.moveIn(host, report) : new Shell(host, data)));
  early = undefined;
  shell.report = report;
  shell.answered?.();
  return shell.tellNext(data);
}

/**
 * Draws all of `data` but the live figures into `host`, for the page that asks next for a viewer: `leave(place)` takes what is
 * drawn there.
 */
export async function ahead(host, data, leave) {
  early = new Shell(host, data);
  early.leave = leave;
  early.report = (...choice) => (early.choice = choice);
  const heard = JSON.stringify(data); // before the rows are completed
  const drawn = early.tell(data);
  early.heard = heard; // only what could be drawn
  await drawn;
  painted().then(() => plotly(data.addresses.plotly)).catch(() => {}); // whoever draws with it will say so
}

/** Gives every viewer on this page what only the dashboard's can do. */
export function equip(more) {
  Object.assign(Shell.prototype, more);
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
    this.wireForeseen?.();
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
    this.north = button('ev-north', 'N', () => this.mapObject?.easeTo({ bearing: 0, pitch: 0, duration: 300 }));
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

  /** Moves, as it is, to the place that the page has for it by now; what the reader has chosen meanwhile is reported there. */
  moveIn(host, report) {
    const focused = document.activeElement;
    const scrolled = [this.list, this.scroll].map(node => [node, node.scrollTop]);
    this.host = host;
    this.help?.close(); // it would stand in the page, no more over it
    this.leave(host);
    for (const [node, top] of scrolled) node.scrollTop = top;
    if (this.root.contains(focused)) focused.focus({ preventScroll: true });
    if (this.choice) report(...this.choice);
    return this;
  }

  /** Everything but the live figures, in whose place drawings stand until those are there. */
  tell(data) {
    complete(data.rows, data);
    this.data = data;
    this.root.dataset.theme = data.theme;
    this.figures = this.figuresOf(data, { pointed: false });
    this.look = { ...this.figures.map.layout.meta };
    const drawn = this.sketch(); // the drawings ask how large their places are, so they come before what lays the page out anew
    this.sketchTimeline();
    this.showList();
    this.showWords();
    this.showBeside();
    this.showLegend();
    this.showActs();
    this.showBusy();
    return drawn;
  }

  /** Shows `data` once what is being drawn stands, unless there is a later answer by then; it is what the page gives as `heard`. */
  tellNext(data, heard) {
    this.next = data;
    this.queue = this.queue.then(() => this.next === data && this.show(data, heard)).catch(error => this.fail(error));
    return this.queue;
  }

  /** Says which live figure is still to take in what is told. */
  showBusy() {
    this.map.ariaBusy = String(!this.mapStands());
    this.time.ariaBusy = String(!this.timeStands());
  }

  async show(data, heard) {
    const before = this.shown;
    this.shown = data;
    if (before?.map !== data.map) this.narrowed = null;
    if (before && before.timeline !== data.timeline) this.playing.end();
    await styled(data.addresses.css);
    const told = this.heard && this.heard === JSON.stringify(data) ? null : this.tell(data);
    this.heard = heard;
    this.data.address = data.address;
    this.showAddress(this.mapObject && close(data.camera, this.asked) ? this.cameraNow() : null);
    if (before) await told;
    if (before && this.root.querySelector('.ev-sketch')) await painted().then(painted); // the answer is read before this thread is taken
    this.figures = this.figuresOf(this.data);
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

  /** The figures of `data`; marks that can be pointed at have what that tells. */
  figuresOf(data, { pointed = true } = {}) {
    const map = this.mapFigure(data, pointed);
    return { map, timeline: this.timeFigure(data, map.layout.meta.paper, pointed) };
  }

  timeFigure(data, paper, pointed) {
    const figure = JSON.parse(data.timeline);
    const { texts, language } = data;
    const { bins, lanes, events } = figure.layout.meta;
    const byId = new Map(data.rows.map(row => [row.id, row]));
    const column = ([lane, first, last, families, uncertain]) => counted(`${lanes[lane].label}, ${days(first, last, language)}`, families, uncertain, data);
    for (const trace of figure.data)
      if (trace.customdata && pointed) trace.hovertext = trace.customdata.map(index => (bins ? column(bins[index]) : told(byId.get(events[index]), texts)));
    figure.data = figure.data.flatMap(trace => (trace.uid === 'before' ? fading(trace, paper) : [trace]));
    return figure;
  }

  mapFigure(data, pointed = true) {
    const figure = JSON.parse(data.map);
    const { texts, language } = data;
    const { cells, events } = figure.layout.meta;
    const byId = new Map(data.rows.map(row => [row.id, row]));
    for (const trace of figure.data)
      if (trace.customdata && pointed)
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
    this.endForeseen?.abort();
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

  /** Asks for finer counts, or the events themselves, once the part of time or map that is looked at has changed. */
  refine() {
    if (!this.data.more || this.drawing || this.playing.frame) return;
    clearTimeout(this.refining);
    this.refining = setTimeout(() => this.fetchPart(), REFINED);
  }

  async fetchPart() {
    const { more } = this.data;
    if (!more) return; // another answer has come meanwhile, which is whole
    const axis = this.timePlot._fullLayout.xaxis;
    const day = value => new Date(value).toISOString().slice(0, 10);
    const [low, high] = axis.range.map(value => axis.r2l(value));
    const part = new URLSearchParams({ window: `${day(low)},${day(high - 1)}` });
    this.lookedAt(part);
    const asked = (this.asking = `${more}&${part}`);
    const answer = await fetch(asked).catch(() => null);
    if (asked !== this.asking || !answer?.ok) return;
    const found = await answer.json();
    complete(found.rows, this.data);
    const draw = () => this.data.more === more && this.drawPart({ ...this.data, ...found }); // a part of no other answer
    this.queue = this.queue.then(draw).catch(error => this.fail(error));
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
    this.data = this.shown = data;
    this.figures = this.figuresOf(data);
    this.figures.timeline.layout.xaxis.range = range;
    this.drawing = true;
    await this.drawBoth(Plotly, true);
    this.drawing = false;
    this.showBeside();
    this.ring([]);
    this.renewTables();
  }

  // ---- what both figures share

  /** The events that a figure's marks stand for; none while it still has the marks of another answer. */
  idsOf(figure, indexes) {
    if (!(figure === 'map' ? this.mapStands() : this.timeStands())) return [];
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

Object.assign(Shell.prototype, map, rings, list, legend, acts, forms, keys, whole, layers, clusters, paper, timeline);
