// The list of the events beside the figures; part of the viewer's shell.
import { button, make } from './elements.js';
import { complete, filled } from './hover.js';

const PAGE = 200; // rows drawn for a press
const FIRST = 30; // of which these stand there before the figures, the others after them

export const list = {
  showList() {
    if (!this.list) return;
    const { texts, language } = this.data;
    const { rows, listed, total: all } = this.playing.told();
    const wanted = this.narrowed && new Set(this.narrowed);
    const shown = wanted ? rows.filter(row => wanted.has(row.id)) : rows.slice(0, listed);
    const total = wanted ? shown.length : all;
    const head = make('header', 'ev-list-head');
    head.append(make('h2', '', texts['viewer.list.title']), make('span', 'ev-count', total.toLocaleString(language)));
    const again = () => (wanted ? ((this.narrowed = null), this.showList()) : this.report('chosen', { events: [] }));
    if (wanted || this.data.picked) head.append(button('ev-tool ev-wide', texts['viewer.list.all'], again));
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
    const first = shown.slice(0, PAGE);
    draw(first.slice(0, FIRST));
    more.hidden ||= first.length > FIRST;
    if (first.length > FIRST) setTimeout(() => (draw(first.slice(FIRST)), this.light()));
    const empty = make('p', 'ev-empty', texts['viewer.list.empty']);
    this.list.replaceChildren(head, ...(shown.length ? [list, more] : [empty]));
  },

  /** Further events of the list, in its order. */
  async fetchRows(offset) {
    const answer = await fetch(`${this.data.more}&offset=${offset}${this.playing.asked()}`).catch(() => null);
    return answer?.ok ? complete((await answer.json()).rows, this.data) : [];
  },

  row(row) {
    const item = make('li');
    const node = button('ev-row', '', () => this.report('chosen', { event: row.id }));
    node.dataset.id = row.id;
    node.dataset.review = row.review;
    const line = make('span', 'ev-row-line');
    node.append(this.glyph('act', row.modality, this.data.families.indexOf(row.family)));
    line.append(make('span', 'ev-row-when', row.when));
    line.append(make('span', 'ev-row-kind', `${row.kind} · ${row.modality_words}`));
    if (row.review !== 'found') line.append(make('span', 'ev-row-review', `${this.data.legend.signs[row.review]} ${row.review_words}`));
    node.append(line, make('span', 'ev-row-title', row.title), make('span', 'ev-row-who', row.who));
    node.append(make('span', 'ev-row-rest', row.where));
    if (row.quote) node.append(make('q', 'ev-row-quote', row.quote, { lang: row.language, dir: 'auto' }));
    if (row.speakers) node.append(make('span', 'ev-row-rest', filled(this.data.texts['viewer.hover.says'], { says: row.speakers })));
    node.append(make('cite', 'ev-row-rest ev-row-source', row.source));
    node.onmouseenter = node.onfocus = () => this.ring([row.id]);
    node.onmouseleave = node.onblur = () => this.ring([]);
    item.append(node);
    return item;
  },
};
