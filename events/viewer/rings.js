// Rings around the marks of events, on both figures and in the list; part of the viewer's shell.
import { make } from './elements.js';

/** Where the timeline draws the events whose index is wanted: from and to along an axis and from the top, in pixels, and
 * the height on its axis. */
export function spansOf(plot, wanted) {
  const full = plot._fullLayout;
  const spans = new Map();
  for (const trace of plot._fullData ?? []) {
    const across = full[trace.xaxis === 'x2' ? 'xaxis2' : 'xaxis'];
    const up = full[trace.yaxis === 'y2' ? 'yaxis2' : 'yaxis'];
    (trace.customdata ?? []).forEach((index, place) => {
      if (!wanted(index)) return;
      const bar = trace.type === 'bar';
      const start = across.d2p(bar ? trace.base[place] : trace.x[place]);
      const end = bar ? across.d2p(trace.base[place] + trace.x[place]) : start;
      const height = trace.y[place];
      const y = up._offset + up.l2p(height);
      const known = spans.get(`${index} ${y}`) ?? { index, across, y, height, start, end };
      spans.set(`${index} ${y}`, { ...known, start: Math.min(known.start, start), end: Math.max(known.end, end) });
    });
  }
  return [...spans.values()];
}

export const rings = {
  /** Rings around the marks of events, and steady ones around the chosen event, on both figures. */
  ring(ids) {
    const { chosen } = this.data;
    const wanted = new Map(ids.map(id => [id, 'ev-ring']));
    if (chosen) wanted.set(chosen, 'ev-ring ev-chosen');
    this.timeRings.replaceChildren(...this.ringsOnTimeline(wanted));
    this.mapRings.replaceChildren(...this.ringsOnMap(wanted));
    this.light((this.ringed = wanted));
  },

  /** The same in the list. */
  light(wanted = this.ringed ?? new Map()) {
    for (const node of this.list?.querySelectorAll('.ev-row') ?? []) {
      node.classList.toggle('ev-lit', wanted.has(node.dataset.id));
      node.toggleAttribute('aria-current', node.dataset.id === this.data.chosen);
    }
  },

  ringsOnTimeline(wanted) {
    const full = this.timePlot._fullLayout;
    const ids = this.figures.timeline.layout.meta.events;
    if (!full || !wanted.size || !ids) return [];
    const rings = [];
    for (const { index, across, y, start, end } of spansOf(this.timePlot, each => wanted.has(ids[each]))) {
      const node = make('i', wanted.get(ids[index]));
      const left = Math.max(0, start);
      const right = Math.min(across._length, end);
      if (right < left) continue;
      Object.assign(node.style, { left: `${across._offset + left - 8}px`, top: `${y - 8}px`, width: `${right - left + 16}px`, height: '16px' });
      rings.push(node);
    }
    return rings;
  },

  ringsOnMap(wanted) {
    const trace = (this.mapPlot.data ?? []).find(one => one.uid === 'marks');
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
  },
};
