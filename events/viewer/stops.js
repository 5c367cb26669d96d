// The marks of both figures as stops for the keyboard: where each lies, what it says, and what pressing it does.
import { countedLines, days, filled, spotLines, toldLines } from './hover.js';
import { spansOf } from './rings.js';

export const DAY = 86400000;
const LEAST = 24; // pixels that a stop is wide and high at least
export const dayOf = number => new Date(number * DAY).toISOString().slice(0, 10);
const numberOf = day => Date.parse(day) / DAY;

/** A sentence of lines: each ends in a point. */
const sentence = lines => lines.map(line => line.replace(/[.\s]+$/, '')).join('. ');

function boxed(left, top, width, height) {
  const [wide, high] = [Math.max(LEAST, width), Math.max(LEAST, height)];
  return { left: left - (wide - width) / 2, top: top - (high - height) / 2, width: wide, height: high };
}

/** The stops of the timeline: lane by lane, each in the order of time. */
export function stopsOnTimeline(shell) {
  const full = shell.timePlot._fullLayout;
  if (!full || !shell.timeStands()) return [];
  const { bins } = shell.figures.timeline.layout.meta;
  const stops = bins ? binStops(shell, full, bins) : eventStops(shell);
  return stops.sort((a, b) => a.lane - b.lane || a.order - b.order || a.y - b.y);
}

function binStops(shell, { xaxis, yaxis }, bins) {
  const { data, figures } = shell;
  const { lanes } = figures.timeline.layout.meta;
  return bins.map(([lane, first, last, families, uncertain], index) => {
    const { label, y, height } = lanes[lane];
    const [start, end] = [xaxis.d2p(first), xaxis.d2p(Date.parse(last) + DAY)];
    const tall = yaxis.l2p(y - height / 2) - yaxis.l2p(y + height / 2);
    const lines = () => countedLines(`${label}, ${days(first, last, data.language)}`, families, uncertain, data);
    return {
      key: `${lanes[lane].id} ${first}`,
      lane,
      order: Date.parse(first),
      first: numberOf(first),
      last: numberOf(last),
      dated: true,
      start,
      end,
      y: 0,
      events: [],
      box: () => boxed(xaxis._offset + start, yaxis._offset + yaxis.l2p(y) - tall / 2, end - start, tall),
      lines,
      sentence: () => sentence(lines()),
      press: () => shell.pressedTime(index, shell.plotly),
    };
  });
}

function eventStops(shell) {
  const { data, figures } = shell;
  const { lanes, events } = figures.timeline.layout.meta;
  const rows = new Map(data.rows.map(row => [row.id, row]));
  return spansOf(shell.timePlot, () => true).map(({ index, across, y, start, end, height }) => {
    const row = rows.get(events[index]);
    const dated = across._id === 'x';
    const lane = lanes.findIndex(each => each.axis === (dated ? 'y' : 'y2') && (!dated || Math.abs(height - each.y) <= each.height / 2));
    const lines = () => [...toldLines(row, data.texts), lanes[lane]?.label ?? ''];
    return {
      key: `${lanes[lane]?.id} ${row.id}`,
      lane,
      order: dated ? across.p2l(end) : end,
      first: numberOf(row.first || row.last),
      last: numberOf(row.last),
      dated,
      start,
      end,
      y,
      events: [row.id],
      box: () => boxed(across._offset + Math.max(0, Math.min(across._length, start)), y - 8, Math.max(0, Math.min(across._length, end) - Math.max(0, start)), 16),
      lines,
      sentence: () => sentence(lines()),
      press: () => shell.open([row.id]),
    };
  });
}

/** The stops of the map, from west to east. */
export function stopsOnMap(shell) {
  const trace = shell.drawnMarks().drawn;
  if (!shell.mapObject || !trace) return [];
  const { data, figures } = shell;
  const { cells, events } = figures.map.layout.meta;
  const rows = new Map(data.rows.map(row => [row.id, row]));
  const stops = trace.customdata.map((found, at) => {
    const [lon, lat] = [trace.lon[at], trace.lat[at]];
    const ids = cells ? [] : found.map(index => events[index]);
    const name = trace.text?.[at] ?? '';
    const lines = () => (cells ? countedLines(data.texts['viewer.counted.here'], ...trace.counts[at], data) : spotLines(ids.map(id => rows.get(id)), name, data.texts, data.language));
    return {
      key: cells ? `${found}` : `${lon} ${lat}`,
      lane: 0,
      order: lon,
      lon,
      lat,
      events: ids,
      box: () => {
        const { x, y } = shell.mapObject.project([lon, lat]);
        return boxed(x, y, 0, 0);
      },
      lines,
      sentence: () => sentence(lines()),
      press: () => shell.pressedMap({ customdata: found, at }),
    };
  });
  return stops.filter(({ lon }) => lon !== null && lon !== undefined).sort((a, b) => a.lon - b.lon || a.lat - b.lat);
}
