// Who acts on whom: a table of doers and targets, each pair with its number and its families' shares; part of the
// viewer's shell. A pair becomes the view's doer and target, a name opens the actor's profile.
import { button, make } from './elements.js';
import { filled } from './hover.js';

const OPEN = 'events.acts'; // in the tab's own storage: whether the table is open

export const acts = {
  buildActs(texts) {
    this.actsBox = make('details', 'ev-acts');
    this.actsBox.append(make('summary', '', texts['viewer.acts']), (this.actsBody = make('div', 'ev-acts-body')));
    this.actsBox.open = sessionStorage.getItem(OPEN) === 'yes';
    this.actsBox.ontoggle = () => {
      sessionStorage.setItem(OPEN, this.actsBox.open ? 'yes' : 'no');
      this.showActs();
    };
    return this.actsBox;
  },

  /** Draws the table when it is open; its counts are asked for then. */
  async showActs() {
    const { actsFrom, texts } = this.data;
    this.actsBox.hidden = !actsFrom;
    if (!actsFrom || !this.actsBox.open) return;
    if (this.actsShown !== actsFrom) {
      const answer = await fetch(actsFrom).catch(() => null);
      if (actsFrom !== this.data.actsFrom) return;
      if (!answer?.ok) return this.actsBody.replaceChildren(make('p', 'ev-hint', texts['viewer.acts.failed']));
      this.actsFound = await answer.json();
      this.actsShown = actsFrom;
    }
    this.drawActs();
  },

  drawActs() {
    const { texts, language, legend, pair } = this.data;
    const { doers, targets, cells } = this.actsFound;
    if (!cells.length) return this.actsBody.replaceChildren(make('p', 'ev-hint', texts['viewer.acts.none']));
    const at = new Map(cells.map(([row, column, families]) => [`${row} ${column}`, families]));
    const table = make('table', 'ev-matrix', undefined, { 'aria-label': texts['viewer.acts'] });
    const head = table.createTHead().insertRow();
    head.append(make('td'), ...targets.map(target => this.actsName(target, 'col')));
    const body = table.createTBody();
    doers.forEach((doer, row) => {
      const line = body.insertRow();
      line.append(this.actsName(doer, 'row'));
      targets.forEach((target, column) => {
        const cell = line.insertCell();
        const families = at.get(`${row} ${column}`);
        if (!families) return;
        const count = families.reduce((sum, each) => sum + each, 0);
        const parts = families.map((each, family) => [each, legend.families[family]]).filter(([each]) => each);
        const words = [filled(texts['viewer.acts.cell'], { doer: doer.label, target: target.label, n: count.toLocaleString(language) }), ...parts.map(([each, name]) => `${each.toLocaleString(language)} ${name}`)].join('; ');
        const node = button('ev-pair', count.toLocaleString(language), () => this.report('chosen', { pair: [doer.id, target.id] }), { title: words, 'aria-label': words });
        node.setAttribute('aria-pressed', String(pair?.[0] === doer.id && pair?.[1] === target.id));
        const bar = make('i', 'ev-shares', undefined, { 'aria-hidden': 'true' });
        families.forEach((each, family) => {
          if (each) bar.append(Object.assign(make('i'), { style: `flex:${each};background:${this.look.families[family]}` }));
        });
        node.append(bar);
        cell.append(node);
      });
    });
    const scroll = make('div', 'ev-acts-scroll', undefined, { tabindex: 0, role: 'region', 'aria-label': texts['viewer.acts'] });
    scroll.append(table);
    this.actsBody.replaceChildren(make('p', 'ev-hint', texts['viewer.acts.read']), scroll);
  },

  actsName({ id, label }, scope) {
    const cell = make('th', '', undefined, { scope });
    cell.append(button('ev-name', label, () => this.report('chosen', { profile: id }), { title: this.data.texts['viewer.acts.profile'] }));
    return cell;
  },
};
