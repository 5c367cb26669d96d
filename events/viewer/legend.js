// The legend, and what is not on the map; part of the viewer's shell.
import { button, make } from './elements.js';
import { filled } from './hover.js';
import { drawnAs } from './pictures.js';

export const WORDS = 'events.words'; // in the tab's own storage: whether all sentences are shown

export const legend = {
  glyph(shape, modality, family) {
    const name = `mark:${this.data.theme}:${shape}:${modality}:${family}`;
    return make('img', 'ev-glyph', undefined, { src: drawnAs(name, this.look), alt: '', width: 18, height: 18 });
  },

  showBeside() {
    const { texts, cut } = this.data;
    const beside = this.playing.beside();
    this.beside.hidden = !beside.length && !cut;
    const chips = beside.map(({ label, events, count }) => {
      const chip = events.length ? button('ev-chip', '', () => this.narrow(events)) : make('span', 'ev-chip');
      chip.append(make('span', '', label), make('b', '', count.toLocaleString(this.data.language)));
      return chip;
    });
    this.beside.replaceChildren(make('span', 'ev-beside-title', texts['viewer.beside']), ...chips);
    if (cut) this.beside.append(make('span', 'ev-cut', cut));
  },

  showLegend() {
    const { legend } = this.data;
    const group = (title, entries) => {
      const box = make('div', 'ev-legend-group');
      box.append(make('span', 'ev-legend-title', title), ...entries);
      return box;
    };
    const { filters, texts } = this.data; // what the view chooses, where the legend may change it
    const entry = (mark, label, field, value) => {
      const choose = filters && field;
      const node = choose ? button('ev-legend-entry', '', () => this.report('chosen', { [field]: value })) : make('span', 'ev-legend-entry');
      if (choose) {
        node.setAttribute('aria-pressed', String(filters[field].includes(value)));
        node.title = filled(texts['viewer.legend.only'], { name: label });
      }
      node.append(mark, make('span', '', label));
      return node;
    };
    const signs = Object.entries(legend.reviews).map(([state, label]) => entry(make('b', 'ev-sign', legend.signs[state] ?? '·', { 'aria-hidden': 'true' }), label, 'review', state));
    const swatch = family => Object.assign(make('i', 'ev-swatch'), { style: `background:${this.look.families[family]}` });
    this.legend.replaceChildren(
      group(legend.colour, legend.families.map((label, family) => entry(swatch(family), label, 'family', this.data.families[family]))),
      group(legend.shape, Object.entries(legend.modalities).map(([modality, label]) => entry(this.glyph('act', modality, 3), label, 'modality', modality))),
      group(legend.review, signs),
      group(legend.place, legend.places.map(({ mark, label }) => entry(this.legendPlace(mark), label))),
      group(legend.date, legend.dates.map(({ mark, label }) => entry(make('i', `ev-date ev-date-${mark}`), label))),
    );
  },

  /** What the view shows in a few sentences: the first always, the others on a press. */
  buildWords() {
    this.words = make('details', 'ev-words');
    this.words.open = sessionStorage.getItem(WORDS) === 'yes';
    this.words.onclick = () => setTimeout(() => sessionStorage.setItem(WORDS, this.words.open ? 'yes' : 'no'));
    return this.words;
  },

  showWords() {
    const [first, ...rest] = this.data.words;
    this.words.replaceChildren(make('summary', '', first), make('p', '', rest.join(' ')));
  },

  legendPlace(mark) {
    if (mark !== 'area') return this.glyph(mark, 'asserted', 3);
    return make('i', 'ev-date ev-date-area');
  },
};
