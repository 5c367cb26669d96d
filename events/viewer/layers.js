// Areas by day under the marks of the map, such as a front line; part of the viewer's shell. Shown are those of the latest
// day on or before the one that is looked at: the step of playback, the last day chosen, or the end of the time axis.
import { button, make, menu } from './elements.js';
import { days, filled } from './hover.js';

const UNDER = 'town-dots-4'; // as events.basemap has it: marks of events lie over it
const DASHES = [[], [4, 2], [1, 2]]; // one set from the next

export const layers = {
  layersShown() {
    return (this.data.layers ?? []).filter(each => each.on);
  },

  /** The last day that is looked at, as 2024-08-06. */
  lastDay() {
    if (this.playing.frame) return new Date(this.playing.frame[1]).toISOString().slice(0, 10);
    const chosen = this.data.until ?? new URLSearchParams(this.data.address || location.search).get('to');
    if (chosen) return chosen;
    const { layout } = this.figures.timeline;
    const axis = this.timePlot._fullLayout?.xaxis;
    const end = axis ? axis.r2l(axis.range[1]) : Date.parse(layout.xaxis.range?.[1]);
    const dated = layout.meta.lanes.some(lane => lane.axis === 'y');
    return dated && Number.isFinite(end) ? new Date(end - 1).toISOString().slice(0, 10) : '9999-12-31';
  },

  /** Every set that is on, with the day it shows and that day's address; null where it begins later. */
  layerDays() {
    const last = this.lastDay();
    return this.layersShown().map(set => ({ set, found: set.days.findLast(([day]) => day <= last) ?? null }));
  },

  /** The sets as layers of the map's figure, over the density of what is counted. */
  mapLayers() {
    const areas = this.layerDays().flatMap(({ set, found }, at) => {
      if (!found) return [];
      const dash = DASHES[at % DASHES.length];
      const source = { sourcetype: 'geojson', source: found[1], below: UNDER, name: set.name };
      return [
        { ...source, type: 'fill', color: this.look.ink, opacity: 0.1, fill: { outlinecolor: 'rgba(0,0,0,0)' } },
        { ...source, type: 'line', color: this.look.ink, opacity: 0.75, line: { width: 1.6, ...(dash.length ? { dash } : {}) } },
      ];
    });
    return [...this.densityLayers(), ...areas];
  },

  /** What is on the map besides events, in words: its day and whose it is. */
  layerWords() {
    const { language, texts } = this.data;
    const density = this.figures.map.layout.meta.grid ? [texts['viewer.density']] : [];
    const areas = this.layerDays().map(({ set, found }) => {
      const told = found ? filled(texts['viewer.layers.of'], { title: set.title, day: days(found[0], found[0], language) }) : filled(texts['viewer.layers.later'], { title: set.title });
      return set.credit ? `${told} ${set.credit}` : told;
    });
    return [...density, ...areas];
  },

  /** Brings the areas up to the day that is looked at, where that changes them. */
  showLayers() {
    this.layerNote.replaceChildren(...this.layerWords().map(words => make('p', '', words)));
    this.layerNote.hidden = !this.layerNote.childNodes.length;
    const wanted = this.mapLayers();
    const key = JSON.stringify(wanted);
    if (!this.mapObject || key === this.layersKey) return;
    this.layersKey = key;
    window.Plotly.relayout(this.mapPlot, { 'map.layers': wanted });
  },

  /** The button that opens the sets to switch, where there is somebody to do it. */
  layersMenu() {
    const { box, list, open } = menu('ev-forms ev-layers', this.data.texts['viewer.layers'], () => this.listLayers(open));
    this.layersList = list;
    box.hidden = !this.data.layers || !this.data.filters; // a snapshot has those it was shared with
    return box;
  },

  listLayers(open) {
    const switches = this.data.layers.map(({ name, title, on }) =>
      button('ev-tool ev-wide', title, () => (open(false), this.report('chosen', { layer: name })), { 'aria-pressed': String(on) }),
    );
    const adder = button('ev-tool ev-wide', this.data.texts['viewer.layers.add'], () => (open(false), this.report('chosen', { adding: true })));
    this.layersList.replaceChildren(...switches, adder);
  },
};
