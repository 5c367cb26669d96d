// Draws the figures made in Python with Plotly.js, links them with the list, and reports what the reader chooses.
// One viewer in every shell: the dashboard's block and the light snapshot page. Text from data enters as textContent only.
import { button, make, styled } from './elements.js';
import { fading } from './fade.js';
import { counted, days, filled, spot, told } from './hover.js';
import { drawnAs, teach } from './pictures.js';

const NARROW = 720;
const SETTLED = 450; // ms without movement before the camera is reported
const REFINED = 250; // ms without change before a finer answer is asked for
const PAGE = 200; // rows of the list drawn at once
const FIT = { top: 56, right: 28, bottom: 36, left: 28 }; // pixels kept free around the marks when the map shows all
const CLOSEST = 7; // zoom
const shells = new WeakMap();

let library;
function plotly(address) {
  library ??= new Promise((done, failed) => {
    if (window.Plotly) return done(window.Plotly);
    const script = make('script', '', undefined, { src: address });
    script.onload = () => done(window.Plotly);
    script.onerror = () => failed(new Error('no chart library'));
    document.head.append(script);
  });
  return library;
}

const coarse = () => matchMedia('(pointer: coarse)').matches;
const canDrawMap = () => Boolean(document.createElement('canvas').getContext('webgl2'));
const close = (a, b) => a && b && Math.abs(a.lon - b.lon) < 2e-3 && Math.abs(a.lat - b.lat) < 2e-3 && Math.abs(a.zoom - b.zoom) < 2e-2;

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
    this.build(data);
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
    this.borders = make('p', 'ev-borders');
    this.mapRings = make('div', 'ev-rings');
    this.timeRings = make('div', 'ev-rings');
    this.outside = button('ev-tool ev-wide ev-outside', '', () => this.fit());
    this.outside.hidden = true;
    this.map.append(this.mapPlot, this.mapRings, this.mapTools, this.borders);
    const scroll = (this.scroll = make('div', 'ev-scroll'));
    const stage = make('div', 'ev-stage');
    stage.append(this.timePlot, this.timeRings, this.lanes);
    scroll.append(stage);
    this.timeBar = make('div', 'ev-bar');
    this.timeHint = make('p', 'ev-hint');
    this.timeBar.append(make('h2', '', texts['viewer.timeline.title']), this.timeHint, this.timeTools);
    this.time.append(this.timeBar, scroll);
    const main = make('div', 'ev-main');
    main.append(this.map, this.beside, this.time, this.legend);
    root.append(main);
    if (listed !== null) {
      this.list = make('section', 'ev-list', undefined, { 'aria-label': texts['viewer.list'] });
      root.append(this.list);
    }
    this.host.replaceChildren(root);
  }

  async show(data) {
    const before = this.data;
    this.data = data;
    this.root.dataset.theme = data.theme;
    this.figures = this.figuresOf(data);
    this.look = { ...this.figures.map.layout.meta };
    if (before?.map !== data.map) this.narrowed = null;
    await styled(data.addresses.css);
    this.showAddress(this.mapObject && close(data.camera, this.asked) ? this.cameraNow() : null);
    this.showList();
    this.showBeside();
    this.showLegend();
    const Plotly = await plotly(data.addresses.plotly);
    if (before?.timeline !== data.timeline) await this.drawTimeline(Plotly);
    if (before?.map !== data.map) await this.drawMap(Plotly);
    else this.moveTo(data.camera);
    this.ring([]);
  }

  /** The figures of `data`, every mark with what pointing at it tells. */
  figuresOf(data) {
    const figures = { map: JSON.parse(data.map), timeline: JSON.parse(data.timeline) };
    const { texts, language } = data;
    const { bins, lanes } = figures.timeline.layout.meta;
    const { cells, paper } = figures.map.layout.meta;
    const byId = new Map(data.rows.map(row => [row.id, row]));
    const [timed, mapped] = ['timeline', 'map'].map(name => figures[name].layout.meta.events?.map(id => byId.get(id)));
    const column = ([lane, first, last, families, uncertain]) => counted(`${lanes[lane].label}, ${days(first, last, language)}`, families, uncertain, data);
    for (const trace of figures.timeline.data)
      if (trace.customdata) trace.hovertext = trace.customdata.map(index => (bins ? column(bins[index]) : told(timed[index], texts)));
    for (const trace of figures.map.data)
      if (trace.customdata)
        trace.hovertext = trace.customdata.map((found, at) =>
          cells ? counted(texts['viewer.counted.here'], ...cells[found], data) : spot(found.map(index => mapped[index]), trace.text?.[at] ?? '', texts, language),
        );
    figures.timeline.data = figures.timeline.data.flatMap(trace => (trace.uid === 'before' ? fading(trace, paper) : [trace]));
    return figures;
  }

  fail(error) {
    console.error(error);
    this.map.classList.remove('ev-waiting');
    this.time.classList.remove('ev-waiting');
    if (!this.notice) this.root.prepend((this.notice = make('p', 'ev-notice', this.data.texts['viewer.failed'], { role: 'alert' })));
  }

  end() {
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
    const narrow = this.root.clientWidth < NARROW;
    layout.yaxis.showticklabels = false;
    layout.dragmode = coarse() ? false : 'select';
    layout.selections = [];
    layout.newselection = { line: { color: this.look.ink, width: 1, dash: 'dot' } };
    if (narrow) {
      layout.margin.l = 6;
      layout.margin.r = 6;
      layout.xaxis.nticks = 4;
      const [low, high] = layout.xaxis2.range ?? [0, 1];
      layout.xaxis2.range = [low - (high - low) * 0.6, high]; // room for the lane's name
    }
    this.time.classList.toggle('ev-narrow', narrow);
    this.timePlot.style.height = `${layout.height}px`;
    await Plotly.react(this.timePlot, data, layout, this.settings());
    this.time.classList.remove('ev-waiting');
    if (!this.timeWired) this.wireTimeline(Plotly);
    this.label();
    this.nameBars();
    const dated = layout.meta.lanes.some(lane => lane.axis === 'y');
    this.timeHint.textContent = dated ? this.data.texts['viewer.drag'] : this.data.texts['viewer.no_dates'];
    this.timeHint.classList.toggle('ev-hint-touch', coarse() && dated);
  }

  wireTimeline(Plotly) {
    this.timeWired = true;
    const plot = this.timePlot;
    const { texts } = this.data;
    plot.on('plotly_selected', event => this.chosenDates(event?.range?.x, Plotly));
    plot.on('plotly_click', event => this.pressedTime(event.points[0].customdata, Plotly));
    plot.on('plotly_hover', event => this.figures.timeline.layout.meta.bins || this.ring(this.idsOf('timeline', [event.points[0].customdata])));
    plot.on('plotly_unhover', () => this.ring([]));
    plot.on('plotly_afterplot', () => this.nameBars());
    plot.on('plotly_relayout', () => (this.label(), this.ring([]), this.refine()));
    const stretch = factor => {
      const [low, high] = plot._fullLayout.xaxis.range.map(value => plot._fullLayout.xaxis.r2l(value));
      const middle = (low + high) / 2;
      const half = ((high - low) / 2) * factor;
      Plotly.relayout(plot, { 'xaxis.range': [middle - half, middle + half] });
    };
    this.timeTools.append(
      button('ev-tool', '−', () => stretch(2), { 'aria-label': texts['viewer.time.out'], title: texts['viewer.time.out'] }),
      button('ev-tool', '+', () => stretch(0.5), { 'aria-label': texts['viewer.time.in'], title: texts['viewer.time.in'] }),
      button('ev-tool ev-wide', texts['viewer.time.all'], () => Plotly.relayout(plot, { 'xaxis.range': [...this.figures.timeline.layout.meta.whole] })),
    );
    this.sizes = new ResizeObserver(() => {
      const narrow = this.root.clientWidth < NARROW;
      if (narrow !== this.time.classList.contains('ev-narrow')) {
        this.figures.timeline = this.figuresOf(this.data).timeline;
        this.queue = this.queue.then(() => this.drawTimeline(Plotly));
      } else this.label();
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
    if (!this.data.more || this.drawing) return;
    clearTimeout(this.refining);
    this.refining = setTimeout(() => this.fetchPart(), REFINED);
  }

  async fetchPart() {
    const axis = this.timePlot._fullLayout.xaxis;
    const day = value => new Date(value).toISOString().slice(0, 10);
    const [low, high] = axis.range.map(value => axis.r2l(value));
    const part = new URLSearchParams({ window: `${day(low)},${day(high - 1)}` });
    if (this.mapObject) {
      const bounds = this.mapObject.getBounds();
      const west = Math.max(-180, bounds.getWest());
      part.set('box', [west, bounds.getSouth(), Math.min(180, bounds.getEast()), bounds.getNorth()].map(value => value.toFixed(3)).join(','));
      part.set('zoom', this.mapObject.getZoom().toFixed(2));
    }
    const asked = (this.asking = `${this.data.more}&${part}`);
    const answer = await fetch(asked).catch(() => null);
    if (asked !== this.asking || !answer?.ok) return;
    const found = await answer.json();
    this.queue = this.queue.then(() => this.drawPart({ ...this.data, ...found })).catch(error => this.fail(error));
  }

  async drawPart(data) {
    const Plotly = await plotly(data.addresses.plotly);
    const { xaxis } = this.timePlot._fullLayout;
    const range = xaxis.range.map(value => xaxis.r2l(value));
    this.data = data;
    this.figures = this.figuresOf(data);
    this.figures.timeline.layout.xaxis.range = range;
    this.drawing = true;
    await this.drawTimeline(Plotly);
    await this.drawMap(Plotly);
    this.drawing = false;
    this.showBeside();
    this.ring([]);
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
    if (!full) return;
    const { lanes } = this.figures.timeline.layout.meta;
    const { texts } = this.data;
    const labels = lanes.map(lane => {
      const axis = lane.axis === 'y2' ? full.yaxis2 : full.yaxis;
      const tall = lane.height ? axis.l2p(lane.y - lane.height / 2) - axis.l2p(lane.y + lane.height / 2) : 28;
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
      return node;
    });
    this.lanes.replaceChildren(...labels);
  }

  // ---- map

  async drawMap(Plotly) {
    if (!canDrawMap()) {
      this.map.classList.remove('ev-waiting');
      this.mapPlot.replaceChildren(make('p', 'ev-notice', this.data.texts['viewer.no_map']));
      return;
    }
    const { data, layout } = this.figures.map;
    const kept = this.mapObject && (close(this.data.camera, this.asked) || close(this.data.camera, this.settled));
    const camera = kept ? this.cameraNow() : this.data.camera;
    this.asked = this.data.camera;
    this.settled ??= camera;
    layout.map.center = { lon: camera.lon, lat: camera.lat };
    layout.map.zoom = camera.zoom;
    layout.dragmode = this.choosing ? 'select' : 'pan';
    layout.selections = [];
    const drawing = Plotly.react(this.mapPlot, data, layout, this.settings({ scrollZoom: coarse() ? false : 'map' }));
    this.adopt();
    await drawing;
    this.adopt();
    this.borders.textContent = this.data.texts['viewer.borders'];
    this.map.classList.remove('ev-waiting');
    if (!this.mapWired) this.wireMap(Plotly);
    this.showOutside();
  }

  /** Takes over the drawing of named marks as soon as the map exists, before it asks for any. */
  adopt() {
    const map = this.mapPlot._fullLayout?.map?._subplot?.map;
    if (!map) return;
    if (map !== this.mapObject) {
      this.mapObject = map;
      this.add = teach(map, () => this.look);
      map.on('move', () => this.ring([]));
      map.on('moveend', () => this.settle());
      for (const what of ['moveend', 'resize']) map.on(what, () => this.showOutside());
    }
    if (!map.style?._loaded) return;
    const names = this.figures.map.data.flatMap(trace => (['marks', 'cells'].includes(trace.uid) ? trace.marker.symbol : []));
    for (const name of new Set([...names, `hatch:${this.data.theme}`])) this.add(name);
  }

  cameraNow() {
    const { lng, lat } = this.mapObject.getCenter();
    const round = (value, digits) => Number(value.toFixed(digits));
    return { lon: round(lng, 3), lat: round(lat, 3), zoom: round(this.mapObject.getZoom(), 2) };
  }

  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const camera = this.cameraNow();
      if (close(camera, this.settled)) return;
      this.showAddress((this.settled = camera));
      this.refine();
    }, SETTLED);
  }

  /** Follows a camera that the address asks for anew (a link, Back); otherwise the reader's own stays. */
  moveTo(camera) {
    if (!this.mapObject || close(camera, this.asked) || close(camera, this.cameraNow())) return;
    this.asked = this.settled = camera;
    this.mapObject.jumpTo({ center: [camera.lon, camera.lat], zoom: camera.zoom });
  }

  /** Where every mark of the map lies, as [lon, lat]. */
  marks() {
    const trace = this.figures.map.data.find(one => ['marks', 'cells'].includes(one.uid));
    return trace.lon.map((lon, place) => [lon, trace.lat[place]]).filter(([lon]) => lon !== null);
  }

  /** Says how many marks the window does not show; pressing it shows all. */
  showOutside() {
    const { clientWidth, clientHeight } = this.mapPlot;
    const count = this.marks().filter(mark => {
      const { x, y } = this.mapObject.project(mark);
      return x < 0 || y < 0 || x > clientWidth || y > clientHeight;
    }).length;
    const words = this.data.texts[count === 1 ? 'viewer.map.outside.one' : 'viewer.map.outside'];
    this.outside.textContent = filled(words, { n: count.toLocaleString(this.data.language) });
    this.outside.title = this.data.texts['viewer.map.fit'];
    this.outside.hidden = !count || Boolean(this.data.more); // of a part of many events only its own marks are here
  }

  /** Moves the map so that it shows every mark. */
  fit() {
    const [lons, lats] = [0, 1].map(axis => this.marks().map(mark => mark[axis]));
    const corners = [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
    this.mapObject.fitBounds(corners, { padding: FIT, maxZoom: CLOSEST, duration: 300 });
  }

  wireMap(Plotly) {
    this.mapWired = true;
    const plot = this.mapPlot;
    const { texts } = this.data;
    plot.on('plotly_selected', event => this.chosenArea(event?.range?.map, Plotly));
    plot.on('plotly_click', event => this.pressedMap(event.points[0]));
    plot.on('plotly_hover', event => this.figures.map.layout.meta.cells || this.ring(this.idsOf('map', event.points[0].customdata ?? [])));
    plot.on('plotly_unhover', () => this.ring([]));
    const tool = (label, act, wide) => button(`ev-tool${wide ? ' ev-wide' : ''}`, wide ? texts[label] : wide === false ? '' : label, act);
    const zoom = (sign, label, key) => {
      const node = tool(label, () => this.mapObject.easeTo({ zoom: this.mapObject.getZoom() + sign, duration: 200 }));
      node.setAttribute('aria-label', texts[key]);
      node.title = texts[key];
      return node;
    };
    const home = tool('viewer.map.home', () => this.mapObject.easeTo({ center: [this.data.home.lon, this.data.home.lat], zoom: this.data.home.zoom, duration: 300 }), true);
    this.chooser = tool('viewer.map.choose', () => this.choose(!this.choosing, Plotly), true);
    this.chooser.setAttribute('aria-pressed', 'false');
    this.mapTools.append(zoom(1, '+', 'viewer.map.in'), zoom(-1, '−', 'viewer.map.out'), home);
    if (!coarse()) this.mapTools.append(this.chooser);
    this.mapTools.append(this.outside);
  }

  /** Events open; a mark that counts the events of a cell is zoomed into. */
  pressedMap({ customdata, lon, lat }) {
    if (!this.figures.map.layout.meta.cells) return this.open(this.idsOf('map', customdata));
    this.mapObject.easeTo({ center: [lon, lat], zoom: this.mapObject.getZoom() + 2, duration: 300 });
  }

  choose(on, Plotly) {
    this.choosing = on;
    this.chooser.setAttribute('aria-pressed', String(on));
    return Plotly.relayout(this.mapPlot, { dragmode: on ? 'select' : 'pan' });
  }

  chosenArea(range, Plotly) {
    Plotly.relayout(this.mapPlot, { selections: [] });
    if (!range) return;
    this.choose(false, Plotly);
    const [[a, b], [c, d]] = range;
    const round = value => Number(value.toFixed(3));
    this.report('chosen', { area: [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)].map(round) });
  }

  // ---- what both figures share

  /** The events that a figure's marks stand for. */
  idsOf(figure, indexes) {
    return [...new Set(indexes)].map(index => this.figures[figure].layout.meta.events[index]);
  }

  /** One event opens; several narrow the list to themselves. */
  open(ids) {
    if (ids.length === 1) return this.report('chosen', { event: ids[0] });
    this.narrow(ids);
  }

  narrow(ids) {
    this.narrowed = ids;
    if (!this.list) return this.report('chosen', { events: ids });
    this.showList();
    this.list.scrollTop = 0;
    if (this.root.clientWidth < 980) this.list.scrollIntoView({ behavior: 'smooth' });
  }

  /** Rings around the marks of events, and steady ones around the chosen event, on both figures. */
  ring(ids) {
    const { chosen } = this.data;
    const wanted = new Map(ids.map(id => [id, 'ev-ring']));
    if (chosen) wanted.set(chosen, 'ev-ring ev-chosen');
    this.timeRings.replaceChildren(...this.ringsOnTimeline(wanted));
    this.mapRings.replaceChildren(...this.ringsOnMap(wanted));
    for (const node of this.list?.querySelectorAll('.ev-row') ?? []) {
      node.classList.toggle('ev-lit', wanted.has(node.dataset.id));
      node.toggleAttribute('aria-current', node.dataset.id === chosen);
    }
  }

  ringsOnTimeline(wanted) {
    const full = this.timePlot._fullLayout;
    const ids = this.figures.timeline.layout.meta.events;
    if (!full || !wanted.size || !ids) return [];
    const rings = [];
    for (const trace of this.timePlot._fullData ?? []) {
      const across = full[trace.xaxis === 'x2' ? 'xaxis2' : 'xaxis'];
      const up = full[trace.yaxis === 'y2' ? 'yaxis2' : 'yaxis'];
      const spans = new Map();
      (trace.customdata ?? []).forEach((index, place) => {
        if (!wanted.has(ids[index])) return;
        const bar = trace.type === 'bar';
        const start = across.d2p(bar ? trace.base[place] : trace.x[place]);
        const end = bar ? across.d2p(trace.base[place] + trace.x[place]) : start;
        const y = up._offset + up.l2p(trace.y[place]);
        const known = spans.get(`${index} ${y}`) ?? { index, y, start, end };
        spans.set(`${index} ${y}`, { ...known, start: Math.min(known.start, start), end: Math.max(known.end, end) });
      });
      for (const { index, y, start, end } of spans.values()) {
        const node = make('i', wanted.get(ids[index]));
        const left = Math.max(0, start);
        const right = Math.min(across._length, end);
        if (right < left) continue;
        Object.assign(node.style, { left: `${across._offset + left - 8}px`, top: `${y - 8}px`, width: `${right - left + 16}px`, height: '16px' });
        rings.push(node);
      }
    }
    return rings;
  }

  ringsOnMap(wanted) {
    const trace = this.figures.map.data.find(one => one.uid === 'marks');
    const ids = this.figures.map.layout.meta.events;
    if (!this.mapObject || !trace || !wanted.size) return [];
    const rings = [];
    trace.customdata.forEach((indexes, place) => {
      const hit = indexes.map(index => ids[index]).find(id => wanted.has(id));
      if (!hit) return;
      const { x, y } = this.mapObject.project([trace.lon[place], trace.lat[place]]);
      const node = make('i', wanted.get(hit));
      const size = trace.marker.symbol[place].includes('stack') ? 34 : 22;
      Object.assign(node.style, { left: `${x - size / 2}px`, top: `${y - size / 2}px`, width: `${size}px`, height: `${size}px` });
      rings.push(node);
    });
    return rings;
  }

  glyph(shape, modality, family) {
    const name = `mark:${this.data.theme}:${shape}:${modality}:${family}`;
    return make('img', 'ev-glyph', undefined, { src: drawnAs(name, this.look), alt: '', width: 18, height: 18 });
  }

  // ---- list, legend, and what is not on the map

  showList() {
    if (!this.list) return;
    const { rows, texts, language } = this.data;
    const wanted = this.narrowed && new Set(this.narrowed);
    const shown = wanted ? rows.filter(row => wanted.has(row.id)) : rows.slice(0, this.data.listed);
    const total = wanted ? shown.length : this.data.total;
    const head = make('header', 'ev-list-head');
    head.append(make('h2', '', texts['viewer.list.title']), make('span', 'ev-count', total.toLocaleString(language)));
    if (wanted) head.append(button('ev-tool ev-wide', texts['viewer.list.all'], () => ((this.narrowed = null), this.showList())));
    const list = make('ol', 'ev-rows');
    const more = button('ev-more', texts['viewer.list.more'], () => grow());
    const draw = some => {
      list.append(...some.map(row => this.row(row)));
      more.hidden = list.childElementCount >= total;
    };
    const grow = async () => {
      const drawn = list.childElementCount;
      draw(drawn < shown.length ? shown.slice(drawn, drawn + PAGE) : await this.fetchRows(drawn));
    };
    draw(shown.slice(0, PAGE));
    const empty = make('p', 'ev-empty', texts['viewer.list.empty']);
    this.list.replaceChildren(head, ...(shown.length ? [list, more] : [empty]));
  }

  /** Further events of the list, in its order. */
  async fetchRows(offset) {
    const answer = await fetch(`${this.data.more}&offset=${offset}`).catch(() => null);
    return answer?.ok ? (await answer.json()).rows : [];
  }

  row(row) {
    const item = make('li');
    const node = button('ev-row', '', () => this.report('chosen', { event: row.id }));
    node.dataset.id = row.id;
    node.dataset.review = row.review;
    const line = make('span', 'ev-row-line');
    node.append(this.glyph('act', row.modality, this.data.families.indexOf(row.family)));
    line.append(make('span', 'ev-row-when', row.when));
    line.append(make('span', 'ev-row-kind', `${row.kind} · ${row.modality_words}`));
    if (row.review !== 'found') line.append(make('span', 'ev-row-review', row.review_words));
    node.append(line, make('span', 'ev-row-title', row.title), make('span', 'ev-row-who', row.who));
    node.append(make('span', 'ev-row-rest', row.where));
    if (row.quote) node.append(make('q', 'ev-row-quote', row.quote, { lang: row.language }));
    if (row.speakers) node.append(make('span', 'ev-row-rest', filled(this.data.texts['viewer.hover.says'], { says: row.speakers })));
    node.append(make('cite', 'ev-row-rest ev-row-source', row.source));
    node.onmouseenter = node.onfocus = () => this.ring([row.id]);
    node.onmouseleave = node.onblur = () => this.ring([]);
    item.append(node);
    return item;
  }

  showBeside() {
    const { beside, texts, cut } = this.data;
    this.beside.hidden = !beside.length && !cut;
    const chips = beside.map(({ label, events, count }) => {
      const chip = events.length ? button('ev-chip', '', () => this.narrow(events)) : make('span', 'ev-chip');
      chip.append(make('span', '', label), make('b', '', count.toLocaleString(this.data.language)));
      return chip;
    });
    this.beside.replaceChildren(make('span', 'ev-beside-title', texts['viewer.beside']), ...chips);
    if (cut) this.beside.append(make('span', 'ev-cut', cut));
  }

  showLegend() {
    const { legend } = this.data;
    const group = (title, entries) => {
      const box = make('div', 'ev-legend-group');
      box.append(make('span', 'ev-legend-title', title), ...entries);
      return box;
    };
    const entry = (mark, label) => {
      const node = make('span', 'ev-legend-entry');
      node.append(mark, make('span', '', label));
      return node;
    };
    const swatch = family => Object.assign(make('i', 'ev-swatch'), { style: `background:${this.look.families[family]}` });
    this.legend.replaceChildren(
      group(legend.colour, legend.families.map((label, family) => entry(swatch(family), label))),
      group(legend.shape, Object.entries(legend.modalities).map(([modality, label]) => entry(this.glyph('act', modality, 3), label))),
      group(legend.place, legend.places.map(({ mark, label }) => entry(this.legendPlace(mark), label))),
      group(legend.date, legend.dates.map(({ mark, label }) => entry(make('i', `ev-date ev-date-${mark}`), label))),
    );
  }

  legendPlace(mark) {
    if (mark !== 'area') return this.glyph(mark, 'asserted', 3);
    return make('i', 'ev-date ev-date-area');
  }
}
