// The map: drawing it, keeping its place, and what is chosen on it; part of the viewer's shell.
import { isMarks, levelOf } from './clusters.js';
import { button, coarse, gathered, make, narrow } from './elements.js';
import { filled } from './hover.js';
import { teach } from './pictures.js';
import { drawnMap } from './svg_map.js';

const CORNERS = 24; // of an outline, as events.model has it
const SETTLED = 450; // ms without movement before the camera is reported
const FIT = { top: 56, right: 28, bottom: 36, left: 28 }; // pixels kept free around the marks when the map shows all
const CLOSEST = 7; // zoom
const WORLD = { center: [30, 30], zoom: 0.9 };
const SCALE = 110; // pixels that the scale is wide at most
const FINGER = 22; // pixels around a mark in which a press means it: half of what a finger needs
export const EARTH = 40075016.7; // metres around the equator

/** The largest round number of metres not above `most`: 1, 2 or 5 times a power of ten. */
export function round(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].find(step => step * power <= most) * power;
}

let drawable; // asked once: a browser has few such contexts
const canDrawMap = () => (drawable ??= Boolean(document.createElement('canvas').getContext('webgl2')));
const sameMap = (a, b) => a && b && a.map === b.map && a.borders === b.borders && String(a.area) === String(b.area);
export const close = (a, b) => a && b && Math.abs(a.lon - b.lon) < 2e-3 && Math.abs(a.lat - b.lat) < 2e-3 && Math.abs(a.zoom - b.zoom) < 2e-2;

/** An outline with its least corners left out, as many as a link carries. */
export function fewer(corners) {
  const kept = corners.filter((corner, at) => at === 0 || corner.join() !== corners[at - 1].join());
  const size = at => {
    const [a, b, c] = [-1, 0, 1].map(by => kept[(at + by + kept.length) % kept.length]);
    return Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]));
  };
  while (kept.length > CORNERS) {
    const sizes = kept.map((_, at) => size(at));
    kept.splice(sizes.indexOf(Math.min(...sizes)), 1);
  }
  return kept;
}

/** The chosen area as a line on the map. */
function outline(corners, color) {
  if (!corners) return [];
  const ring = [...corners, corners[0]];
  const line = { color, width: 1.5 };
  return [{ type: 'scattermap', uid: 'area', mode: 'lines', lon: ring.map(([lon]) => lon), lat: ring.map(([, lat]) => lat), line, hoverinfo: 'skip', showlegend: false }];
}

export const map = {
  async drawMap(Plotly) {
    if (!canDrawMap()) return this.drawStill();
    const { layout } = this.figures.map;
    const camera = this.cameraNext();
    const traces = this.playing.marks(this.figures.map);
    this.places = traces.find(isMarks);
    this.level = levelOf(camera.zoom);
    const data = [...this.clustered(traces, camera.zoom), ...outline(this.data.area, this.look.ink)];
    this.asked = this.data.camera;
    this.settled ??= camera;
    layout.map.center = { lon: camera.lon, lat: camera.lat };
    layout.map.zoom = camera.zoom;
    this.ownBorders();
    layout.dragmode = this.choosing || 'pan';
    layout.selections = [];
    layout.map.layers = this.mapLayers();
    this.layersKey = JSON.stringify(layout.map.layers);
    const drawing = Plotly.react(this.mapPlot, data, layout, this.settings({ scrollZoom: coarse() ? false : 'map' }));
    this.mapped = this.data;
    this.adopt();
    await drawing;
    this.adopt();
    this.showBorders();
    this.map.classList.remove('ev-waiting');
    this.unsketch();
    this.showBusy();
    if (!this.mapWired) {
      this.wireMap(Plotly);
      if (this.data.fitted) this.fit(0);
    }
    this.showOutside();
    this.showScale();
    this.showLayers();
    this.mapWalk.renew();
  },

  ownBorders() {
    this.figures.map.layout.map.style.sources.countries.data = this.data.countries[this.data.borders];
  },

  /** The map as a drawing of the size that it has on screen, or another. */
  mapDrawing(camera, width = this.map.clientWidth, height = this.map.clientHeight) {
    this.ownBorders();
    const { data, layout } = this.figures.map;
    const traces = [...this.clustered(this.playing.marks({ data, layout }), camera.zoom), ...outline(this.data.area, this.look.ink)];
    return drawnMap({ data: traces, layout: { ...layout, map: { ...layout.map, layers: this.mapLayers() } } }, { width, height, camera, look: this.look });
  },

  /** Whether the live map has what is to be told: between an answer's coming and its drawing, its marks mean others. */
  mapStands() {
    return Boolean(sameMap(this.mapped, this.data));
  },

  /** Shows the map as a drawing until the live one, which takes longer, stands there; moving that one takes it away. */
  async sketch() {
    const { data } = this;
    if (this.mapStands() || this.mapObject?.isMoving() || this.turned()) return;
    const camera = this.cameraNext();
    const drawing = await this.mapDrawing(camera).catch(() => null);
    if (!drawing || this.data !== data || this.mapStands()) return;
    this.unsketch();
    this.sketched = { camera, drawing };
    drawing.classList.add('ev-sketch');
    drawing.setAttribute('aria-hidden', 'true');
    this.mapPlot.after(drawing);
    this.mapRings.replaceChildren();
    this.showBorders();
    this.showScale();
  },

  unsketch() {
    this.sketched?.drawing.remove();
    this.sketched = undefined;
  },

  turned() {
    return Boolean(this.mapObject?.getBearing() || this.mapObject?.getPitch());
  },

  /** Whether the live map looks, to the pixel, where a drawing of it does, and has its size. */
  looks({ lon, lat, zoom }, drawing) {
    const [wide, high] = [this.map.clientWidth, this.map.clientHeight];
    const { x, y } = this.mapObject.project([lon, lat]);
    const there = Math.hypot(x - wide / 2, y - high / 2) < 1 && Math.abs(this.mapObject.getZoom() - zoom) < 2e-3;
    return there && !this.turned() && drawing.getAttribute('width') === String(wide) && drawing.getAttribute('height') === String(high);
  },

  /** What there is of a map where the browser cannot draw the live one. */
  async drawStill() {
    const drawing = await this.mapDrawing(this.data.camera);
    this.unsketch();
    this.mapped = this.data;
    this.map.classList.remove('ev-waiting');
    drawing.setAttribute('role', 'img');
    drawing.setAttribute('aria-label', this.data.texts['viewer.map']);
    this.mapPlot.replaceChildren(drawing, make('p', 'ev-notice', this.data.texts['viewer.no_map']));
    this.showBorders();
    this.showScale();
  },

  /** Says whose borders are drawn, and offers the others where there is somebody to choose them. */
  showBorders() {
    const { borders, filters, texts } = this.data;
    this.borders.textContent = texts[`viewer.borders.${borders}`];
    this.viewpoint.hidden = !filters;
    this.viewpoint.textContent = texts[`viewer.borders.instead.${borders}`];
  },

  /** How long a distance is in the middle of the map, and where north is; pressing north puts it on top. */
  showScale() {
    const { texts, language } = this.data;
    const { lat, zoom } = this.mapObject ? { lat: this.mapObject.getCenter().lat, zoom: this.mapObject.getZoom() } : this.data.camera;
    const metres = (EARTH * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
    const length = round(SCALE * metres);
    const [value, unit] = length < 1000 ? [length, 'm'] : [length / 1000, 'km'];
    this.scale.style.width = `${length / metres}px`;
    this.scale.textContent = `${value.toLocaleString(language)} ${unit}`;
    this.north.style.setProperty('--turn', `${-(this.mapObject?.getBearing() ?? 0)}deg`);
    this.north.title = texts['viewer.map.north'];
    this.north.setAttribute('aria-label', texts['viewer.map.north']);
  },

  /** Takes over the drawing of named marks as soon as the map exists, before it asks for any. */
  adopt() {
    const map = this.mapPlot._fullLayout?.map?._subplot?.map;
    if (!map) return;
    if (map !== this.mapObject) {
      this.mapObject = map;
      map._fadeDuration = 0; // marks that fade in are drawn a dozen times, and stand there later
      this.add = teach(map, () => this.look);
      map.on('click', ({ point }) => this.pressedMark(point));
      map.on('move', () => this.mapWalk.focused || this.ring([]));
      map.on('move', () => this.mapWalk.place());
      map.on('moveend', () => this.settle());
      map.on('moveend', () => (this.queue = this.queue.then(() => this.recluster()).catch(error => this.fail(error))));
      for (const what of ['moveend', 'resize']) map.on(what, () => this.showOutside());
      map.on('move', () => this.showScale());
      map.on('move', () => queueMicrotask(() => this.keepPlace())); // once Plotly has set all that it moves
      for (const what of ['move', 'resize']) map.on(what, () => this.sketched && !this.looks(this.sketched.camera, this.sketched.drawing) && this.unsketch());
    }
    if (!map.style?._loaded) return;
    const names = (this.mapPlot.data ?? []).flatMap(trace => (isMarks(trace) ? trace.marker.symbol : []));
    for (const name of new Set([...names, `hatch:${this.data.theme}`])) this.add(name);
  },

  /** Plotly knows only the movements that a pointer makes; it would take back any other at its next drawing. */
  keepPlace() {
    const own = this.mapPlot._fullLayout?.map;
    if (!own) return;
    const { lng, lat } = this.mapObject.getCenter();
    const place = { center: { lon: lng, lat }, zoom: this.mapObject.getZoom(), bearing: this.mapObject.getBearing(), pitch: this.mapObject.getPitch() };
    for (const layout of [own, own._input]) Object.assign(layout, place);
  },

  /** Where the map looks, as an address has it. */
  cameraNow() {
    const { lng, lat } = this.mapObject.getCenter();
    const round = (value, digits) => Number(value.toFixed(digits));
    return { lon: round(lng, 3), lat: round(lat, 3), zoom: round(this.mapObject.getZoom(), 2) };
  },

  /** Where the map is to look: where it does, unless the view has another place for it. */
  cameraNext() {
    const { camera } = this.data;
    if (!this.mapObject || !(close(camera, this.asked) || close(camera, this.settled))) return camera;
    const { lng, lat } = this.mapObject.getCenter();
    return { lon: lng, lat, zoom: this.mapObject.getZoom() };
  },

  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const camera = this.cameraNow();
      if (close(camera, this.settled)) return;
      this.showAddress((this.settled = camera));
      this.refine();
    }, SETTLED);
  },

  /** Follows a camera that the address asks for anew (a link, Back); otherwise the reader's own stays. */
  moveTo(camera) {
    if (!this.mapObject || close(camera, this.asked) || close(camera, this.cameraNow())) return;
    this.asked = this.settled = camera;
    this.mapObject.jumpTo({ center: [camera.lon, camera.lat], zoom: camera.zoom });
  },

  /** Where every mark of the map lies, as [lon, lat]. */
  marks() {
    const trace = this.drawnMarks().own;
    return trace.lon.map((lon, place) => [lon, trace.lat[place]]).filter(([lon]) => lon !== null);
  },

  /** The mark nearest to a place on screen, if a press there means one. */
  markAt(x, y) {
    const trace = this.drawnMarks().drawn;
    const far = trace.lon.map((lon, at) => {
      if (lon === null) return Infinity;
      const mark = this.mapObject.project([lon, trace.lat[at]]);
      return Math.hypot(mark.x - x, mark.y - y);
    });
    const at = far.indexOf(Math.min(...far));
    return far[at] <= FINGER ? { customdata: trace.customdata[at], at } : undefined;
  },

  /** Plotly would tell of the mark that its last hover found: an older one, or none yet where the marks have just been drawn. */
  pressedMark({ x, y }) {
    const mark = this.markAt(x, y);
    if (mark) this.pressedMap(mark);
  },

  /** Says how many marks the window does not show; pressing it shows all. */
  showOutside() {
    const { clientWidth, clientHeight } = this.mapPlot;
    const count = this.marks().filter(mark => {
      const { x, y } = this.mapObject.project(mark);
      return x < 0 || y < 0 || x > clientWidth || y > clientHeight;
    }).length;
    const { texts, language } = this.data;
    const [one, many] = narrow() ? [texts['viewer.map.outside.short.one'], texts['viewer.map.outside.short']] : [texts['viewer.map.outside.one'], texts['viewer.map.outside']];
    this.outside.textContent = filled(count === 1 ? one : many, { n: count.toLocaleString(language) });
    this.outside.title = texts['viewer.map.fit'];
    this.outside.hidden = !count || Boolean(this.data.more); // of a part of many events only its own marks are here
  },

  /** Moves the map so that it shows every mark; of many events, that may lie anywhere, the world. */
  fit(duration = 300) {
    if (!this.marks().length || this.data.more) return this.mapObject.easeTo({ ...WORLD, duration });
    const [lons, lats] = [0, 1].map(axis => this.marks().map(mark => mark[axis]));
    const corners = [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
    this.mapObject.fitBounds(corners, { padding: FIT, maxZoom: CLOSEST, duration });
  },

  wireMap(Plotly) {
    this.mapWired = true;
    const plot = this.mapPlot;
    const { texts } = this.data;
    plot.on('plotly_selected', event => this.chosenArea(event, Plotly));
    plot.on('plotly_click', ({ points: [{ customdata, data }], event }) => isMarks(data) || this.markAt(event.offsetX, event.offsetY) || this.pressedMap({ customdata }));
    plot.on('plotly_hover', event => this.figures.map.layout.meta.cells || this.ring(this.idsOf('map', event.points[0].customdata ?? [])));
    plot.on('plotly_unhover', () => this.ring([]));
    const tool = (label, act, wide) => button(`ev-tool${wide ? ' ev-wide' : ''}`, wide ? texts[label] : wide === false ? '' : label, act);
    const zoom = (sign, label, key) => {
      const node = tool(label, () => this.mapObject.easeTo({ zoom: this.mapObject.getZoom() + sign, duration: 200 }));
      node.setAttribute('aria-label', texts[key]);
      node.title = texts[key];
      return node;
    };
    const jump = ({ label, look: [lon, lat, zoom] }) => button('ev-tool ev-wide', label, () => this.mapObject.easeTo({ center: [lon, lat], zoom, duration: 300 }));
    const all = tool('viewer.map.all', () => this.fit(), true);
    all.title = texts['viewer.map.fit'];
    this.choosers = { select: 'viewer.map.choose', lasso: 'viewer.lasso' };
    for (const [way, label] of Object.entries(this.choosers)) {
      this.choosers[way] = tool(label, () => this.choose(this.choosing === way ? null : way, Plotly), true);
      this.choosers[way].setAttribute('aria-pressed', 'false');
      this.choosers[way].dataset.label = label;
    }
    this.chooseNot = button('ev-tool ev-wide ev-choosing', '', () => this.choose(null, Plotly), { 'aria-pressed': 'true' });
    this.chooseNot.hidden = true;
    const rest = [...this.data.jumps.map(jump), all, ...Object.values(this.choosers), this.formsOf('map'), this.layersMenu()];
    this.mapTools.append(zoom(1, '+', 'viewer.map.in'), zoom(-1, '−', 'viewer.map.out'), gathered(texts['viewer.map.tools'], rest), this.chooseNot, this.outside);
  },

  /** What dragging on the map does: a box ("select"), an outline ("lasso"), or moving it (null). */
  choose(way, Plotly) {
    this.choosing = way;
    for (const [own, node] of Object.entries(this.choosers)) node.setAttribute('aria-pressed', String(own === way));
    this.chooseNot.hidden = !way;
    this.chooseNot.textContent = way ? `× ${this.data.texts[this.choosers[way].dataset.label]}` : '';
    return Plotly.relayout(this.mapPlot, { dragmode: way || 'pan' });
  },

  chosenArea(event, Plotly) {
    Plotly.relayout(this.mapPlot, { selections: [] });
    const [range, around] = [event?.range?.map, event?.lassoPoints?.map];
    if (!range && !around) return;
    this.choose(null, Plotly);
    const round = value => Number(value.toFixed(3));
    if (around) {
      const corners = fewer(around.map(([lon, lat]) => [round(Math.max(-180, Math.min(180, lon))), round(lat)]));
      if (corners.length >= 3) this.report('chosen', { area: corners.flat() });
      return;
    }
    const [[a, b], [c, d]] = range;
    this.report('chosen', { area: [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)].map(round) });
  },
};
