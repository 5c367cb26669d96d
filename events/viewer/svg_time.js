// The timeline as a drawing (SVG), from the same figure as the live one: quick to see while the chart library still loads.
import { NS, node } from './svg_pen.js';

const DAY = 86400000;
const MONTH = DAY * 30.4375;
const YEAR = DAY * 365.25;
const DAYS = [1, 2, 3, 7, 14];
const MONTHS = [1, 2, 3, 6];
const SUNDAY = Date.UTC(2000, 0, 2); // from which the chart library counts weeks; other days from the day before
const TICK = 5;
const LETTER = 12;

/** The least of `steps` that is not below `wanted`. */
const roundUp = (wanted, steps) => steps.find(step => step >= wanted);

/** The days of the ticks, at most `most`, as the chart library chooses them, and whether they are years or months. */
export function ticks([low, high], most) {
  const rough = (high - low) / most;
  const found = [];
  const months = rough > YEAR * 0.75 ? 12 * roundUp(rough / YEAR, [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]) : rough > DAY * 14 ? roundUp(rough / MONTH, MONTHS) ?? 12 : 0;
  if (months) {
    const start = new Date(low);
    for (let at = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months; ; at += months) {
      const day = new Date(0);
      day.setUTCFullYear(Math.floor(at / 12), at % 12, 1);
      if (day > high) break;
      if (day >= low) found.push(Number(day));
    }
  } else {
    const step = roundUp(rough / DAY, DAYS) * DAY;
    const from = step % (7 * DAY) ? SUNDAY - DAY : SUNDAY;
    for (let at = from + Math.ceil((low - from) / step) * step; at <= high; at += step) found.push(at);
  }
  return { found, unit: months >= 12 ? 'year' : months ? 'month' : 'day' };
}

/** A tick in two lines, the year under the first of its own. */
function words(at, unit, { shortMonths }) {
  const day = new Date(at);
  const year = String(day.getUTCFullYear());
  const month = shortMonths[day.getUTCMonth()];
  return { year: [year], month: [month, year], day: [`${day.getUTCDate()} ${month}`, year] }[unit];
}

/** Where values of an axis lie, in pixels: `_offset` and `l2p`, named as the chart library's own axes name them. */
const axis = ([low, high], offset, length, upward) => ({
  _offset: offset,
  _length: length,
  l2p: value => (upward ? (high - value) / (high - low) : (value - low) / (high - low)) * length,
});

class Drawing {
  constructor({ data, layout }, width, look, calendar) {
    const { margin, height, xaxis, xaxis2, yaxis, yaxis2 } = layout;
    const inner = height - margin.t - margin.b;
    const across = range => axis(range ?? [0, 1], margin.l, width - margin.l - margin.r);
    const up = ({ range, domain }) => axis(range, margin.t + inner * (1 - domain[1]), inner * (domain[1] - domain[0]), true);
    Object.assign(this, { data, layout, look, calendar, width });
    this.axes = { xaxis: across(xaxis.range), xaxis2: across(xaxis2.range), yaxis: up(yaxis), yaxis2: up(yaxis2) };
    this.svg = node('svg', { xmlns: NS, width, height, viewBox: `0 0 ${width} ${height}`, 'font-family': 'system-ui, sans-serif', 'font-size': LETTER });
  }

  draw() {
    if (this.layout.xaxis.visible !== false) this.time();
    this.lanes();
    for (const trace of this.data) this.trace(trace);
    return this;
  }

  line(x0, y0, x1, y1, attributes) {
    this.svg.append(node('path', { d: `M${x0.toFixed(1)},${y0.toFixed(1)}L${x1.toFixed(1)},${y1.toFixed(1)}`, stroke: this.layout.xaxis.gridcolor, 'stroke-width': 1, ...attributes }));
  }

  time() {
    const { xaxis, yaxis } = this.axes;
    const bottom = yaxis._offset + yaxis._length;
    const { found, unit } = ticks(this.layout.xaxis.range, this.layout.xaxis.nticks);
    let before;
    for (const at of found) {
      const x = xaxis._offset + xaxis.l2p(at);
      this.line(x, yaxis._offset, x, bottom + TICK);
      const [first, year] = words(at, unit, this.calendar);
      [first, year === before ? undefined : year].forEach((line, row) => {
        if (line) this.svg.append(node('text', { x, y: bottom + TICK + LETTER * (1 + row * 1.3), 'text-anchor': 'middle', fill: this.layout.font.color }, line));
      });
      before = year;
    }
  }

  /** The hairlines over the lanes. */
  lanes() {
    const { yaxis } = this.axes;
    for (const { y0, line } of this.layout.shapes ?? []) {
      const y = yaxis._offset + yaxis.l2p(y0);
      this.line(this.axes.xaxis._offset, y, this.width - this.layout.margin.r, y, { 'stroke-dasharray': line.dash === 'dot' ? '2 3' : undefined });
    }
  }

  trace(trace) {
    const across = this.axes[trace.xaxis === 'x2' ? 'xaxis2' : 'xaxis'];
    const up = this.axes[trace.yaxis === 'y2' ? 'yaxis2' : 'yaxis'];
    const group = node('g', { 'data-mark': trace.uid });
    const at = (x, y) => [across._offset + across.l2p(x), up._offset + up.l2p(y)];
    const draw = trace.type === 'bar' ? bar : trace.mode === 'text' ? sign : mark;
    trace.x.forEach((_, place) => draw(trace, place, at, group));
    this.svg.append(group);
  }
}

const one = (value, place) => (Array.isArray(value) ? value[place] : value);

function bar(trace, place, at, group) {
  const [x, y, base, width] = [trace.x, trace.y, trace.base, trace.width].map(value => one(value, place) ?? 0);
  const level = trace.orientation === 'h';
  const [left, top] = level ? at(base, y + width / 2) : at(x - width / 2, base + y);
  const [right, bottom] = level ? at(base + x, y - width / 2) : at(x + width / 2, base);
  const { color, line } = trace.marker;
  const outlined = line?.width ? { stroke: one(line.color, place), 'stroke-width': one(line.width, place) } : {};
  const size = { x: left.toFixed(1), y: top.toFixed(1), width: Math.max(0, right - left).toFixed(1), height: Math.max(0, bottom - top).toFixed(1) };
  group.append(node('rect', { ...size, fill: one(color, place), ...outlined }));
}

function mark({ x, y, marker }, place, at, group) {
  const [left, top] = at(x[place], y[place]);
  const radius = one(marker.size, place) / 2;
  const symbol = one(marker.symbol, place);
  const open = symbol.endsWith('-open');
  const color = one(marker.color, place);
  const style = open ? { fill: 'none', stroke: color } : { fill: color, stroke: one(marker.line.color, place) };
  const turn = `a${radius},${radius} 0 1 1`;
  const half = radius * Math.SQRT1_2;
  const cross = symbol.includes('-x') ? `M${left - half},${top - half}l${2 * half},${2 * half}m0,${-2 * half}l${-2 * half},${2 * half}` : '';
  group.append(node('path', { d: `M${left - radius},${top}${turn} ${2 * radius},0${turn} ${-2 * radius},0Z${cross}`, 'stroke-width': one(marker.line.width, place), ...style }));
}

function sign({ x, y, text, textfont }, place, at, group) {
  const [left, top] = at(x[place], y[place]);
  const plain = text[place].replace(/<[^>]*>|\u00a0/g, '');
  group.append(node('text', { x: left + 8, y: top, 'dominant-baseline': 'central', 'font-size': textfont.size, 'font-weight': 700, fill: textfont.color }, plain));
}

/** The figure of a timeline as a drawing so many pixels wide, and the axes by which its parts lie. */
export function drawnTimeline(figure, { width, look, calendar }) {
  const { svg, axes } = new Drawing(figure, width, look, calendar).draw();
  return { drawing: svg, axes };
}
