// Marks of the map that would lie over each other, drawn as one that counts them; part of the viewer's shell. Pressing one
// looks closer until they part, or lists its events where no zoom parts them. The figure itself stays as it is.
import { counted, filled, spot } from './hover.js';
import { projection } from './svg_map.js';

const LEVEL = 0.5; // of zoom: from one to the next, marks are put together anew
const ONE_SPOT = 12; // zoom from which on what still lies together counts as lying on one spot
const CELL = 64; // pixels that a counted mark stands for, as events.map_counts has it
const SHADES = [0.03, 0.06, 0.11, 0.18, 0.28]; // of cells, from the fewest events to the most
const UNDER = 'town-dots-4'; // as events.basemap has it: marks and names lie over it
const PAD = 72; // pixels kept free around what is looked at closer
const ARRAYS = ['lon', 'lat', 'text', 'hovertext', 'customdata']; // of a trace, one value a mark

export const levelOf = zoom => Math.floor(zoom / LEVEL) * LEVEL;
export const isMarks = trace => ['marks', 'cells'].includes(trace.uid);

/** How far a mark reaches that counts so many, in pixels. */
const reach = count => (count > 1 ? 12 + Math.min(6, Math.log10(count) * 2.5) : 7);

/**
 * Which places lie over each other at a zoom, as lists of their indexes: each begins with the one that counts most, where
 * the mark of all stands. `places`: lon, lat, count, and sort, since only marks of one sort are put together.
 */
export function together(places, zoom) {
  const at = projection({ lon: 0, lat: 0, zoom }, 0, 0);
  let groups = places.map(({ lon, lat, count, sort }, index) => ({ spot: at([lon, lat]), count, sort, members: [index] }));
  for (let before = Infinity; groups.length < before; ) {
    before = groups.length;
    const kept = [];
    for (const group of groups.sort((a, b) => b.count - a.count || a.members[0] - b.members[0])) {
      const near = each => each.sort === group.sort && Math.hypot(each.spot[0] - group.spot[0], each.spot[1] - group.spot[1]) < reach(each.count) + reach(group.count);
      const found = kept.find(near);
      if (!found) kept.push(group);
      else Object.assign(found, { count: found.count + group.count, members: [...found.members, ...group.members] });
    }
    groups = kept;
  }
  return groups.map(({ members }) => members).sort((a, b) => a[0] - b[0]);
}

/** The places of a trace of marks. */
function placesOf(trace, cells) {
  const count = found => (cells ? cells[found][0].reduce((sum, each) => sum + each, 0) : found.length);
  const sort = at => (!cells && shapeOf(trace.marker.symbol[at]) === 'area' ? 'area' : 'point');
  return trace.lon.map((lon, at) => ({ lon, lat: trace.lat[at], count: count(trace.customdata[at]), sort: sort(at) }));
}

const shapeOf = name => (name.split(':')[2] ?? '').replace('-stack', '');

const square = ([x, y], degrees) => {
  const [west, south, east, north] = [x, y, x + 1, y + 1].map(each => each * degrees);
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } };
};

export const clusters = {
  /** The traces of the map's figure with marks put together as a zoom needs it; what each mark stands for is kept. */
  clustered(traces, zoom) {
    return traces.map(trace => (isMarks(trace) && trace.lon[0] !== null ? this.putTogether(trace, zoom) : trace));
  },

  putTogether(trace, zoom) {
    const { cells } = this.figures.map.layout.meta;
    const groups = together(placesOf(trace, cells), levelOf(zoom));
    const picked = { ...trace, members: groups, marker: { ...trace.marker } };
    for (const key of ARRAYS) if (Array.isArray(trace[key])) picked[key] = groups.map(([first]) => trace[key][first]);
    picked.marker.symbol = groups.map(([first]) => trace.marker.symbol[first]);
    if (cells) this.ofCells(trace, picked);
    else this.ofEvents(trace, picked);
    return picked;
  },

  ofEvents(trace, { members, customdata, text, hovertext, marker }) {
    const { families, language, texts, theme } = this.data;
    const { events } = this.figures.map.layout.meta;
    const byId = new Map((this.playing.answer ?? this.data).rows.map(row => [row.id, row]));
    members.forEach((places, at) => {
      if (places.length === 1) return;
      const indexes = [...new Set(places.flatMap(each => trace.customdata[each]))].sort((a, b) => a - b);
      const found = indexes.map(index => byId.get(events[index]));
      const shapes = places.map(each => shapeOf(trace.marker.symbol[each]));
      const shape = ['area', 'act', 'mention'].find(each => shapes.includes(each));
      const shares = families.map(name => found.filter(row => row.family === name).length);
      customdata[at] = indexes;
      text[at] = filled(texts['viewer.cluster'], { n: places.length.toLocaleString(language) });
      if (hovertext) hovertext[at] = `${spot(found, text[at], texts, language)}<br>${texts['viewer.cluster.press']}`;
      marker.symbol[at] = `mark:${theme}:${shape}-stack:${shares.join('.')}:${places.length}`;
    });
  },

  ofCells(trace, picked) {
    const { cells } = this.figures.map.layout.meta;
    const { theme, texts } = this.data;
    const own = at => cells[trace.customdata[at]];
    const added = ([sums, vague], [families, uncertain]) => [sums.map((sum, family) => sum + families[family]), vague + uncertain];
    picked.counts = picked.members.map(places => places.map(own).reduce(added));
    picked.members.forEach((places, at) => {
      if (places.length === 1) return;
      if (picked.hovertext) picked.hovertext[at] = counted(texts['viewer.counted.here'], ...picked.counts[at], this.data);
      picked.marker.symbol[at] = `mark:${theme}:act-stack:${picked.counts[at][0].join('.')}:${places.length}`;
    });
  },

  /** The cells whose events are counted as squares under the marks, shaded the stronger the more they have. */
  densityLayers() {
    const { cells, grid } = this.figures.map.layout.meta;
    if (!grid) return [];
    const counts = cells.map(([families]) => families.reduce((sum, each) => sum + each, 0));
    const most = Math.log1p(Math.max(...counts));
    const step = count => Math.min(SHADES.length - 1, Math.floor((Math.log1p(count) / most) * SHADES.length));
    return SHADES.map((opacity, shade) => {
      const features = grid.at.filter((_, at) => step(counts[at]) === shade).map(place => square(place, grid.degrees));
      const source = { type: 'FeatureCollection', features };
      return { type: 'fill', sourcetype: 'geojson', source, below: UNDER, name: `density-${shade}`, color: this.look.ink, opacity, fill: { outlinecolor: 'rgba(0,0,0,0)' } };
    });
  },

  /** The marks as they are drawn now, and the places they stand for. */
  drawnMarks() {
    const drawn = (this.mapPlot.data ?? []).find(isMarks);
    const own = this.places ?? this.figures.map.data.find(isMarks);
    return { drawn, own, members: at => drawn?.members?.[at] ?? [at] };
  },

  /** Puts marks together anew where the zoom has come to another level; all else on the map stays as it is. */
  async recluster() {
    if (!this.mapObject || this.mapObject.isMoving()) return; // drawing would stop a movement that has begun; its end comes here again
    const zoom = this.mapObject.getZoom();
    const place = (this.mapPlot.data ?? []).findIndex(isMarks);
    if (levelOf(zoom) === this.level || place < 0 || !this.places || this.places.lon[0] === null) return;
    this.level = levelOf(zoom);
    const picked = this.putTogether(this.places, zoom);
    picked.marker.symbol.forEach(name => this.add(name));
    const changed = Object.fromEntries(ARRAYS.filter(key => picked[key]).map(key => [key, [picked[key]]]));
    await window.Plotly.restyle(this.mapPlot, { ...changed, 'marker.symbol': [picked.marker.symbol] }, [place]);
    Object.assign(this.mapPlot.data[place], { members: picked.members, counts: picked.counts });
    this.mapWalk.renew();
    this.ring([]);
  },

  /** A mark that stands for several places, or counts the events of a cell, is looked at closer; else its events open. */
  pressedMap({ customdata, at }) {
    if (!this.mapStands()) return undefined;
    const { own, members } = this.drawnMarks();
    const { cells } = this.figures.map.layout.meta;
    const of = at === undefined ? [] : members(at);
    if (!cells && of.length < 2) return this.open(this.idsOf('map', customdata));
    const places = of.map(each => ({ lon: own.lon[each], lat: own.lat[each], count: 1, sort: '' }));
    const zoom = this.mapObject.getZoom();
    const half = cells ? (CELL * 360) / (512 * 2 ** zoom) / 2 : 0;
    const [west, east, south, north] = ['lon', 'lat'].flatMap(key => [Math.min(...places.map(each => each[key])) - half, Math.max(...places.map(each => each[key])) + half]);
    const parting = cells ? zoom < ONE_SPOT && zoom + 2 : partingZoom(places, zoom);
    if (!parting) return cells ? this.report('chosen', { area: [west, south, east, north].map(edge => Number(edge.toFixed(5))) }) : this.open(this.idsOf('map', customdata));
    if (places.length === 1) return this.mapObject.easeTo({ center: [places[0].lon, places[0].lat], zoom: parting, duration: 300 });
    return this.mapObject.easeTo({ ...this.seeing([west, south, east, north], parting), duration: 300 });
  },

  /** A camera that shows a box, at least as near as a zoom that parts what lies in it. */
  seeing([west, south, east, north], least) {
    const { center, zoom } = this.mapObject.cameraForBounds([[west, south], [east, north]], { padding: PAD, maxZoom: ONE_SPOT + 1 });
    return { center, zoom: Math.max(zoom, least) };
  },
};

/** The next zoom at which places no longer lie all together; null where they do at every one. */
function partingZoom(places, zoom) {
  for (let next = levelOf(zoom) + LEVEL; next <= ONE_SPOT + 1; next += LEVEL) if (together(places, next).length > 1) return next;
  return null;
}
