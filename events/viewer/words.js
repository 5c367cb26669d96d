// Shows an article with its events marked, and the events beside it; lights the words of one event, and reports the
// words that a reader chooses. Offsets are code points of the article, as Python counts.
import { button, make } from './elements.js';

const parts = new Set(); // the text and the list of one page light each other
const shells = new WeakMap();

let sheet;
function styled() {
  if (sheet) return;
  sheet = make('link', '', undefined, { rel: 'stylesheet', href: new URL('words.css', import.meta.url).href });
  document.head.append(sheet);
}

/** How many code points the first `units` UTF-16 units of `text` are. */
export function codePoints(text, units) {
  let count = 0;
  for (let at = 0; at < units; count++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return count;
}

/** Draws `data` into `host`, or brings what is there up to date; `report(name, value)` receives what the reader does. */
export function mount(host, data, report) {
  styled();
  let shell = shells.get(host);
  if (!shell) {
    shell = data.part === 'text' ? new TextShell(host) : new ListShell(host);
    shells.set(host, shell);
    parts.add(shell);
  }
  shell.report = report;
  shell.show(data);
}

export function unmount(host) {
  const shell = shells.get(host);
  shell?.end?.();
  parts.delete(shell);
  shells.delete(host);
}

/** Lights the words and the card of an event everywhere on the page; null goes back to the event that is open. */
function light(id) {
  for (const part of parts) part.light(id ?? part.data?.open ?? null);
}

class TextShell {
  constructor(host) {
    this.host = host;
    this.root = make('div', 'aw');
    this.text = make('div', 'aw-text', undefined, { tabindex: '0', role: 'group', dir: 'auto' });
    this.bar = make('div', 'aw-bar', undefined, { role: 'toolbar' });
    this.root.append(this.text, this.bar);
    host.replaceChildren(this.root);
    this.text.onkeydown = event => this.key(event);
    this.text.onclick = event => this.click(event);
    this.text.onmouseover = event => this.over(event);
    this.text.onmouseleave = () => light(null);
    this.onSelection = () => this.chosen();
    document.addEventListener('selectionchange', this.onSelection);
  }

  end() {
    document.removeEventListener('selectionchange', this.onSelection);
  }

  show(data) {
    const before = this.data;
    this.data = data;
    this.root.dataset.theme = data.theme;
    const drawing = JSON.stringify([data.pieces, data.marks]);
    if (drawing !== this.drawing) {
      if (this.drawing) this.chosen(); // words chosen while the page was on its way stay chosen
      this.drawing = drawing;
      this.draw();
      if (this.choice) this.choose(this.choice);
    }
    this.text.setAttribute('aria-label', data.texts['viewer.words.text']);
    this.text.lang = data.language;
    this.bar.setAttribute('aria-label', data.texts['viewer.words.use']);
    this.showBar();
    this.light(data.open);
    if (data.open && data.open !== before?.open) this.reveal(data.open);
  }

  draw() {
    const top = this.text.scrollTop;
    this.pieces = this.data.pieces.map(piece => {
      const node = make('span', piece.quotes.length ? 'aw-quoted' : '', piece.text);
      node.dataset.start = piece.start;
      node.piece = piece;
      const lines = piece.quotes.slice(0, 3).map((id, row) => `inset 0 -${2 * (row + 1)}px var(--${this.data.marks[id].family})`);
      if (lines.length) node.style.setProperty('--lines', lines.join(', '));
      return node;
    });
    const nodes = this.pieces.flatMap(node => [...node.piece.begins.map(id => this.badge(id)), node]);
    this.text.replaceChildren(...nodes);
    this.text.scrollTop = top;
  }

  badge(id) {
    const mark = this.data.marks[id];
    const node = make('span', 'aw-badge', undefined, { 'aria-hidden': 'true' });
    node.append(make('b', '', mark.number), ` ${mark.kind}`);
    node.style.setProperty('--own', `var(--${mark.family})`);
    node.dataset.event = id;
    node.classList.toggle('aw-gone', mark.dropped);
    return node;
  }

  light(id) {
    this.lit = id;
    const marks = this.data?.marks ?? {};
    for (const node of this.pieces ?? []) {
      const { quotes, also, fields } = node.piece;
      node.classList.toggle('aw-lit', Boolean(id) && quotes.includes(id));
      node.classList.toggle('aw-also', Boolean(id) && also.includes(id));
      const own = fields.filter(field => field.event === id);
      node.dataset.field = own[0]?.field ?? '';
      node.dataset.label = own.filter(field => field.begins).map(field => field.label).join(' · ');
      node.title = own.map(field => field.value).join('; ');
    }
    for (const node of this.text.querySelectorAll('.aw-badge')) node.classList.toggle('aw-lit', node.dataset.event === id);
    this.root.style.setProperty('--own', id && marks[id] ? `var(--${marks[id].family})` : 'currentColor');
  }

  reveal(id) {
    const node = this.pieces.find(one => one.piece.quotes.includes(id));
    if (!node) return;
    const box = node.getBoundingClientRect();
    const pane = this.text.getBoundingClientRect();
    if (box.top < pane.top || box.bottom > pane.bottom - 40) this.text.scrollTop += box.top - pane.top - pane.height / 4;
  }

  eventAt(target) {
    const badge = target.closest?.('.aw-badge');
    if (badge) return badge.dataset.event;
    const quotes = target.closest?.('[data-start]')?.piece.quotes ?? [];
    return quotes.length ? quotes[(quotes.indexOf(this.data.open) + 1) % quotes.length] : null;
  }

  click(event) {
    if (!document.getSelection().isCollapsed) return;
    const id = this.eventAt(event.target);
    if (id && id !== this.data.open) this.report('said', { open: id });
  }

  over(event) {
    const badge = event.target.closest('.aw-badge');
    const quotes = event.target.closest('[data-start]')?.piece.quotes ?? [];
    light(badge ? badge.dataset.event : quotes.includes(this.data.open) ? this.data.open : (quotes[0] ?? null));
  }

  /** Arrows choose the next or the last word, with Shift more words; Enter goes to what they can be used for. */
  key(event) {
    const selection = document.getSelection();
    const step = { ArrowRight: 'forward', ArrowLeft: 'backward' }[event.key];
    if (step) {
      event.preventDefault();
      if (!this.text.contains(selection.anchorNode)) selection.collapse(this.pieces[0].firstChild, 0);
      if (event.shiftKey) return selection.modify('extend', step, 'word');
      if (step === 'forward') selection.collapseToEnd();
      else selection.collapseToStart();
      if (step === 'backward') {
        selection.modify('move', 'backward', 'word');
        return selection.modify('extend', 'forward', 'word');
      }
      return selection.modify('extend', 'forward', 'word');
    }
    if (event.key === 'Enter' && this.choice) {
      event.preventDefault();
      this.bar.querySelector('button')?.focus();
    }
  }

  /** The offset of one end of a selection in the article. */
  offset(node, units) {
    const own = node.nodeType === Node.TEXT_NODE ? node.parentElement.closest('[data-start]') : null;
    if (own) return Number(own.dataset.start) + codePoints(node.data, units);
    const point = document.createRange();
    point.setStart(node, units);
    const next = this.pieces.find(piece => point.comparePoint(piece, 0) >= 0);
    return next ? Number(next.dataset.start) : this.data.length;
  }

  chosen() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return this.unchoose();
    const range = selection.getRangeAt(0);
    if (!this.text.contains(range.startContainer) || !this.text.contains(range.endContainer)) return;
    let start = this.offset(range.startContainer, range.startOffset);
    let end = this.offset(range.endContainer, range.endOffset);
    const all = this.slice(start, end);
    const bare = all.trim();
    if (!bare) return this.unchoose();
    start += [...all.slice(0, all.indexOf(bare))].length;
    end = start + [...bare].length;
    this.choice = { start, end, text: bare };
    this.showBar();
  }

  choose({ start, end }) {
    const point = at => {
      const node = this.pieces.find(({ piece }) => at <= piece.start + piece.length);
      return [node.firstChild, [...node.piece.text].slice(0, at - node.piece.start).join('').length];
    };
    document.getSelection().setBaseAndExtent(...point(start), ...point(end));
  }

  unchoose() {
    if (!this.choice || this.bar.contains(document.activeElement)) return;
    this.choice = null;
    this.showBar();
  }

  slice(start, end) {
    let found = '';
    for (const { piece } of this.pieces) {
      const last = piece.start + piece.length;
      if (last <= start || piece.start >= end) continue;
      found += [...piece.text].slice(Math.max(0, start - piece.start), end - piece.start).join('');
    }
    return found;
  }

  showBar() {
    const { texts, open, marks } = this.data;
    if (!this.choice) {
      this.bar.replaceChildren(make('p', 'aw-hint', texts[open ? 'viewer.words.hint.open' : 'viewer.words.hint']));
      return;
    }
    const send = use => {
      this.report('said', { use, ...this.choice });
      document.getSelection().removeAllRanges();
      this.choice = null;
      this.text.focus({ preventScroll: true });
      this.showBar();
    };
    const use = (name, label) => {
      const node = button('aw-use', label, () => send(name));
      node.onmousedown = event => event.preventDefault(); // the words stay chosen
      return node;
    };
    const words = make('p', 'aw-words', this.choice.text);
    const uses = make('div', 'aw-uses');
    if (open && marks[open]) {
      uses.append(make('span', 'aw-for', `${texts['viewer.words.for']} ${marks[open].number}`));
      for (const [name, label] of this.data.uses) uses.append(use(name, label));
    }
    uses.append(use('new', texts['viewer.words.new']));
    this.bar.replaceChildren(words, uses);
  }
}

class ListShell {
  constructor(host) {
    this.host = host;
    this.root = make('ol', 'aw aw-list');
    host.replaceChildren(this.root);
  }

  show(data) {
    this.data = data;
    this.root.dataset.theme = data.theme;
    this.root.setAttribute('aria-label', data.texts['viewer.words.list']);
    this.root.replaceChildren(...data.cards.map(card => this.card(card)));
    this.light(data.open);
  }

  card(card) {
    const row = make('li');
    const node = button('aw-card', '', () => this.report('said', { open: card.id }));
    node.dataset.event = card.id;
    node.classList.toggle('aw-gone', card.dropped);
    node.style.setProperty('--own', `var(--${card.family})`);
    const head = make('span', 'aw-head');
    head.append(make('b', 'aw-number', card.number), make('span', 'aw-kind', card.kind), make('span', '', card.how));
    for (const state of card.states) head.append(make('span', 'aw-state', state));
    node.append(head, make('span', 'aw-title', card.title));
    for (const line of card.lines) node.append(make('span', 'aw-line', line));
    for (const note of card.notes) node.append(make('span', 'aw-line aw-note', note));
    node.onmouseenter = node.onfocus = () => light(card.id);
    node.onmouseleave = node.onblur = () => light(null);
    row.append(node);
    return row;
  }

  light(id) {
    for (const node of this.root.querySelectorAll('.aw-card')) {
      node.classList.toggle('aw-lit', node.dataset.event === id);
      if (node.dataset.event === this.data.open) node.setAttribute('aria-current', 'true');
    }
  }
}
