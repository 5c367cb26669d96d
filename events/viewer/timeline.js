// The timeline: drawing it, its lanes' names, and what is chosen on it; part of the viewer's shell.
import { button, coarse, gathered, make } from './elements.js';
import { days, filled } from './hover.js';
import { dayOf } from './stops.js';
import { drawnTimeline } from './svg_time.js';

const NARROW = 720;

export const timeline = {
  async drawTimeline(Plotly) {
    const { data, layout } = this.fitted();
    const { timeline } = this.data;
    layout.yaxis.showticklabels = false;
    layout.dragmode = this.circling ? 'lasso' : coarse() ? false : 'select';
    layout.selections = [];
    layout.newselection = { line: { color: this.look.ink, width: 1, dash: 'dot' } };
    this.timePlot.style.height = `${layout.height}px`;
    await Plotly.react(this.timePlot, data, layout, this.settings());
    this.plotted = timeline;
    this.time.classList.remove('ev-waiting');
    this.time.querySelector('.ev-sketch')?.remove();
    this.showBusy();
    if (!this.timeWired) this.wireTimeline(Plotly);
    this.label();
    this.nameBars();
    const dated = layout.meta.lanes.some(lane => lane.axis === 'y');
    this.timeHint.textContent = dated ? this.data.texts['viewer.drag'] : this.data.texts['viewer.no_dates'];
    this.timeHint.classList.toggle('ev-hint-touch', coarse() && dated);
    this.player.hidden = !dated || Boolean(this.playing.frame);
    this.playing.showShade();
  },

  /** The timeline's figure as this screen has room for it. */
  fitted() {
    const { data, layout } = this.figures.timeline;
    const narrow = this.root.clientWidth < NARROW;
    this.time.classList.toggle('ev-narrow', narrow);
    if (!narrow) return { data, layout };
    const [low, high] = layout.xaxis2.range ?? [0, 1];
    const margin = { ...layout.margin, l: 6, r: 16 }; // room for the sign of a review
    const range = [low - (high - low) * 0.6, high]; // room for the lane's name
    return { data, layout: { ...layout, margin, xaxis: { ...layout.xaxis, nticks: 4 }, xaxis2: { ...layout.xaxis2, range } } };
  },

  /** Whether the live timeline has what is to be told, no longer what was. */
  timeStands() {
    return this.plotted === this.data.timeline;
  },

  /** Shows the timeline as a drawing until the live one, which takes longer, stands there. */
  sketchTimeline() {
    const moved = Object.keys(this.timePlot._fullLayout?._preGUI ?? {}).some(key => key.startsWith('xaxis.range'));
    if (this.timeStands() || moved) return; // who has moved the axis by hand keeps it so, which only the live one knows
    const figure = this.fitted();
    const { drawing, axes } = drawnTimeline(figure, { width: this.timePlot.clientWidth, look: this.look, calendar: this.data.calendar });
    drawing.classList.add('ev-sketch');
    drawing.setAttribute('aria-hidden', 'true');
    this.timePlot.style.height = `${figure.layout.height}px`;
    this.time.querySelector('.ev-sketch')?.remove();
    this.timePlot.after(drawing);
    this.timeRings.replaceChildren();
    this.nameLanes(axes);
  },

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
  },

  /** An event opens; a column that counts many is zoomed into, until its events are told one by one. */
  pressedTime(index, Plotly) {
    if (!this.timeStands()) return undefined;
    const bin = this.figures.timeline.layout.meta.bins?.[index];
    if (!bin) return this.open(this.idsOf('timeline', [index]));
    const [, first, last] = bin;
    Plotly.relayout(this.timePlot, { 'xaxis.range': [Date.parse(first), Date.parse(last) + 86400000] });
  },

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
  },

  /** Whether dragging on the timeline draws around marks, or chooses days. */
  circle(on, Plotly) {
    this.circling = on;
    this.circler.setAttribute('aria-pressed', String(on));
    return Plotly.relayout(this.timePlot, { dragmode: on ? 'lasso' : coarse() ? false : 'select' });
  },

  /** The events that were drawn around; of many, or of columns that count them, their days and lanes. */
  circled(points, Plotly) {
    Plotly.relayout(this.timePlot, { selections: [] });
    const found = [...new Set(points.map(point => point.customdata).filter(index => index !== undefined))];
    if (!found.length || !this.timeStands()) return;
    this.circle(false, Plotly);
    const { bins, lanes } = this.figures.timeline.layout.meta;
    if (!bins) return this.narrow(this.idsOf('timeline', found));
    const columns = found.map(index => bins[index]);
    const days = columns.flatMap(([, first, last]) => [first, last]).sort();
    const among = [...new Set(columns.map(([lane]) => lanes[lane].id))];
    const some = among.every(Boolean) && among.length < lanes.filter(lane => lane.axis === 'y').length;
    this.report('chosen', { first: days[0], last: days[days.length - 1], ...(some ? { among } : {}) });
  },

  /** Lets the style sheet tell the modalities apart that a chart library has no line for (dashes). */
  nameBars() {
    for (const group of this.timePlot.querySelectorAll('g.trace')) {
      const own = group.__data__?.[0]?.trace?.uid;
      if (own) group.dataset.mark = own;
    }
  },

  /** Lane labels as real text and buttons over the chart. */
  label() {
    const full = this.timePlot._fullLayout;
    if (!full || !this.timeStands()) return;
    this.nameLanes(full);
    this.timeWalk.renew();
    this.band.draw();
  },

  /** The names beside the lanes, which lie as the two axes say. */
  nameLanes({ yaxis, yaxis2 }) {
    const { lanes } = this.figures.timeline.layout.meta;
    const { texts } = this.data;
    const labels = lanes.map(lane => {
      const axis = lane.axis === 'y2' ? yaxis2 : yaxis;
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
  },

  /** What folds a lane to one line, or unfolds it, where the view remembers it. */
  foldOf(lane, top) {
    const { filters, texts } = this.data;
    if (!filters || !lane.id || lane.depth) return [];
    const words = filled(texts[lane.folded ? 'viewer.lane.unfold' : 'viewer.lane.fold'], { name: lane.label });
    const node = button('ev-fold', lane.folded ? '+' : '−', () => this.report('chosen', { fold: lane.id }), { 'aria-label': words, title: words });
    node.style.top = top;
    return [node];
  },

  /** Two days, as numbers of days, in words. */
  spanWords(first, last) {
    return days(dayOf(first), dayOf(last), this.data.language);
  },
};
