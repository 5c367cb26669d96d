// The map as a drawing (SVG), from the same style and figure that the live map gets: quick to see while that one still
// loads, all there is where a browser cannot draw that one, and a picture to keep whose marks stay sharp.
import { picture } from './pictures.js';
import { NS, node, SvgPen } from './svg_pen.js';

const WORLD = 512; // the world's width in pixels at zoom 0
const EDGE = 24; // pixels beyond the drawing that outlines are kept to
const GLYPH = 0.56; // a letter's width in its height, on average
const files = new Map();

/** What lies at an address, asked for once; a page that has its ground in itself gives that instead of one. */
export const fetched = address => {
  if (typeof address !== 'string') return address;
  if (!files.has(address)) {
    const asked = fetch(address).then(answer => (answer.ok ? answer.json() : Promise.reject(new Error(address))));
    asked.catch(() => files.delete(address));
    files.set(address, asked);
  }
  return files.get(address);
};

/** What an expression of the style says of a feature; those that our own style is made of. */
function said(expression, properties, zoom) {
  if (!Array.isArray(expression)) return expression;
  const [name, ...rest] = expression;
  const value = each => said(each, properties, zoom);
  if (name === 'get') return properties[rest[0]];
  if (name === 'coalesce') return rest.map(value).find(each => each !== undefined && each !== null && each !== '');
  if (name === 'slice') return String(value(rest[0]) ?? '').slice(rest[1], rest[2]);
  if (name === '==') return value(rest[0]) === value(rest[1]);
  if (name === 'interpolate') {
    const [, , low, from, high, to] = rest;
    return from + (to - from) * Math.min(1, Math.max(0, (zoom - low) / (high - low)));
  }
  return undefined;
}

/** Longitude and latitude -> pixels of a drawing that looks where `camera` does (Mercator, as the live map). */
export function projection({ lon, lat, zoom }, width, height) {
  const scale = WORLD * 2 ** zoom;
  const down = degrees => (1 - Math.asinh(Math.tan((Math.max(-85.05, Math.min(85.05, degrees)) * Math.PI) / 180)) / Math.PI) / 2;
  const [x, y] = [((lon + 180) / 360) * scale - width / 2, down(lat) * scale - height / 2];
  return ([east, north]) => [((east + 180) / 360) * scale - x, down(north) * scale - y];
}

/** A ring without what lies far beyond the drawing (Sutherland and Hodgman), so that a continent is no long path. */
function clipped(ring, width, height) {
  const sides = [[0, -EDGE, 1], [0, width + EDGE, -1], [1, -EDGE, 1], [1, height + EDGE, -1]];
  let points = ring;
  for (const [axis, edge, sign] of sides) {
    const inside = point => (point[axis] - edge) * sign >= 0;
    const found = [];
    points.forEach((point, at) => {
      const before = points[(at || points.length) - 1];
      if (inside(point) !== inside(before)) {
        const part = (edge - before[axis]) / (point[axis] - before[axis]);
        found.push([before[0] + (point[0] - before[0]) * part, before[1] + (point[1] - before[1]) * part]);
      }
      if (inside(point)) found.push(point);
    });
    points = found;
  }
  return points;
}

const path = (points, closed) => (points.length > 1 ? `M${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}${closed ? 'Z' : ''}` : '');

const BOXES = new WeakMap(); // of each line of coordinates: west, south, east, north
function box(line) {
  if (!BOXES.has(line)) {
    const found = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lon, lat] of line) {
      found[0] = Math.min(found[0], lon);
      found[1] = Math.min(found[1], lat);
      found[2] = Math.max(found[2], lon);
      found[3] = Math.max(found[3], lat);
    }
    BOXES.set(line, found);
  }
  return BOXES.get(line);
}

class Drawing {
  constructor(figure, { width, height, camera, look }) {
    Object.assign(this, { figure, width, height, look, zoom: camera.zoom });
    this.at = projection(camera, width, height);
    this.boxes = [];
    this.svg = node('svg', { xmlns: NS, width, height, viewBox: `0 0 ${width} ${height}`, 'font-family': 'system-ui, sans-serif' });
  }

  async draw() {
    const { style } = this.figure.layout.map;
    const sources = {};
    await Promise.all(Object.entries(style.sources).map(async ([name, { data }]) => (sources[name] = await fetched(data))));
    const shown = style.layers.filter(layer => (layer.minzoom ?? 0) <= this.zoom && this.zoom < (layer.maxzoom ?? 99) && layer.layout?.visibility !== 'none');
    const added = await this.added();
    const regions = await this.regions();
    const labels = node('g');
    let waiting = this.figure.data;
    for (const layer of style.layers) {
      for (const [paint, features] of added.get(layer.id) ?? []) this.shape(paint, features);
      this.traces(waiting.filter(trace => trace.below === layer.id), regions);
      waiting = waiting.filter(trace => trace.below !== layer.id);
      if (shown.includes(layer) && layer.type !== 'symbol') this.layer(layer, sources);
    }
    this.traces(waiting, regions);
    for (const layer of shown.filter(each => each.type === 'symbol').reverse()) this.names(layer, sources, labels);
    this.svg.append(labels);
    return this.svg;
  }

  /** Layers that a reader put on the map, by the layer of the style that lies over them. */
  async added() {
    const found = new Map();
    for (const { type, source, below, color, opacity, line } of this.figure.layout.map.layers ?? []) {
      const { features } = await fetched(source);
      const paint = type === 'fill' ? { 'fill-color': color, 'fill-opacity': opacity } : { 'line-color': color, 'line-opacity': opacity, 'line-width': line.width, 'line-dasharray': line.dash };
      found.set(below, [...(found.get(below) ?? []), [paint, features]]);
    }
    return found;
  }

  async regions() {
    const address = this.figure.data.find(trace => trace.geojson)?.geojson;
    const found = address ? (await fetched(address)).features : [];
    return new Map(found.map(feature => [feature.properties.iso, feature]));
  }

  seen(line) {
    const [west, south, east, north] = box(line);
    const [left, bottom] = this.at([west, south]);
    const [right, top] = this.at([east, north]);
    return right > -EDGE && left < this.width + EDGE && bottom > -EDGE && top < this.height + EDGE;
  }

  /** The path of a feature's outline within the drawing. */
  outline({ geometry }) {
    if (!geometry) return '';
    const { type, coordinates } = geometry;
    const closed = type.endsWith('Polygon');
    const lines = type === 'MultiPolygon' ? coordinates.flat() : type === 'LineString' ? [coordinates] : type === 'Point' ? [] : coordinates;
    return lines
      .filter(line => this.seen(line))
      .map(line => {
        const points = line.map(this.at);
        return path(closed ? clipped(points, this.width, this.height) : points, closed);
      })
      .join('');
  }

  layer({ type, source, filter, paint, layout }, sources) {
    if (type === 'background') return this.svg.append(node('rect', { width: this.width, height: this.height, fill: paint['background-color'] }));
    const features = sources[source].features.filter(({ properties }) => !filter || said(filter, properties, this.zoom));
    if (type === 'circle') return this.dots(features, paint);
    return this.shape(paint, features, layout);
  }

  shape(paint, features, layout) {
    const d = features.map(feature => this.outline(feature)).join('');
    if (!d) return undefined;
    const width = paint['line-width'];
    const dash = paint['line-dasharray']?.map(part => part * width).join(' ');
    const opacity = paint['fill-opacity'] ?? paint['line-opacity'];
    const fill = paint['fill-pattern'] ? this.hatch() : paint['fill-color'];
    const drawn = fill ? { fill, 'fill-rule': 'evenodd', 'fill-opacity': opacity } : { fill: 'none', stroke: paint['line-color'], 'stroke-width': width, 'stroke-dasharray': dash, 'stroke-opacity': opacity, 'stroke-linejoin': layout?.['line-join'] };
    return this.svg.append(node('path', { d, ...drawn }));
  }

  hatch() {
    if (!this.hatched) {
      const lines = node('path', { d: 'M-2,10L10,-2M6,18L18,6M-2,2L2,-2M14,18L18,14', stroke: this.look.hatch, 'stroke-opacity': 0.5, 'stroke-width': 0.8, fill: 'none' });
      this.svg.prepend(node('defs', {}, node('pattern', { id: 'ev-hatch', width: 8, height: 8, patternUnits: 'userSpaceOnUse' }, lines)));
      this.hatched = 'url(#ev-hatch)';
    }
    return this.hatched;
  }

  dots(features, paint) {
    for (const { geometry } of features) {
      const [cx, cy] = this.at(geometry.coordinates);
      if (this.inside(cx, cy)) this.svg.append(node('circle', { cx: cx.toFixed(1), cy: cy.toFixed(1), r: paint['circle-radius'], fill: paint['circle-color'], stroke: paint['circle-stroke-color'], 'stroke-width': paint['circle-stroke-width'] }));
    }
  }

  inside(x, y, margin = 0) {
    return x >= -margin && y >= -margin && x <= this.width + margin && y <= this.height + margin;
  }

  /** Names where there is room; what is placed first keeps its place. */
  names({ source, filter, paint, layout }, sources, group) {
    const size = said(layout['text-size'], {}, this.zoom);
    for (const { geometry, properties } of sources[source].features) {
      if (filter && !said(filter, properties, this.zoom)) continue;
      const words = said(layout['text-field'], properties, this.zoom);
      const [x, top] = this.at(geometry.coordinates);
      if (!words || !this.inside(x, top)) continue;
      const y = top + (layout['text-anchor'] === 'top' ? (layout['text-offset'][1] + 0.5) * size : 0);
      const half = (words.length * GLYPH * size) / 2;
      const room = [x - half - 3, y - size * 0.7, x + half + 3, y + size * 0.7];
      if (this.boxes.some(([a, b, c, d]) => a < room[2] && room[0] < c && b < room[3] && room[1] < d)) continue;
      this.boxes.push(room);
      group.append(node('text', { x: x.toFixed(1), y: y.toFixed(1), 'font-size': size.toFixed(1), 'letter-spacing': layout['text-letter-spacing'] && `${layout['text-letter-spacing']}em`, 'text-anchor': 'middle', 'dominant-baseline': 'central', fill: paint['text-color'], stroke: paint['text-halo-color'], 'stroke-width': 2.4, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }, words));
    }
  }

  traces(traces, regions) {
    for (const trace of traces)
      if (trace.type === 'choroplethmap') this.filled(trace, regions);
      else if (trace.mode === 'lines') this.lines(trace);
      else this.marks(trace);
  }

  filled({ locations, z, marker }, regions) {
    locations.forEach((code, at) => {
      const d = regions.has(code) ? this.outline(regions.get(code)) : '';
      if (d) this.svg.append(node('path', { d, fill: this.look.families[z[at]], opacity: marker.opacity, stroke: marker.line.color, 'stroke-width': marker.line.width }));
    });
  }

  lines({ lon, lat, line, fill, fillcolor }) {
    const parts = [[]];
    lon.forEach((east, at) => (east === null ? parts.push([]) : parts.at(-1).push(this.at([east, lat[at]]))));
    const d = parts.map(points => path(points, false)).join('');
    if (d) this.svg.append(node('path', { d, fill: fill === 'toself' ? fillcolor : 'none', stroke: line.color, 'stroke-width': line.width }));
  }

  marks({ lon, lat, marker }) {
    lon.forEach((east, at) => {
      if (east === null) return;
      const [x, y] = this.at([east, lat[at]]);
      if (!this.inside(x, y, EDGE)) return;
      const drawn = picture(Array.isArray(marker.symbol) ? marker.symbol[at] : marker.symbol, this.look, () => {
        const group = node('g', { transform: `translate(${x.toFixed(1)},${y.toFixed(1)})` });
        return [group, new SvgPen(group)];
      });
      if (drawn) this.svg.append(drawn);
    });
  }
}

/** An <svg> of the map's figure. `look`: families, paper, ink, hatch; fails where the basemap cannot be fetched. */
export const drawnMap = (figure, options) => new Drawing(figure, options).draw();
