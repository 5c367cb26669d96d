// Undo and redo of what the reader chooses. The address holds the whole view, so the browser's own history is the list
// of steps; each of its entries is numbered here, so that Undo never leads off the page and Redo ends at the last step.
import { button, make, styled } from './elements.js';

const shells = new WeakMap();
const TOP = 'events.top.'; // in the tab's own storage: the last step of each stay on the page

/** Shows the two buttons in `host`, or takes a new address in. */
export function mount(host, data) {
  let shell = shells.get(host);
  if (!shell) shells.set(host, (shell = new Steps(host)));
  shell.show(data);
}

export function unmount(host) {
  shells.get(host)?.end();
  shells.delete(host);
}

const typing = target => target.closest?.('input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="dialog"]');

class Steps {
  constructor(host) {
    this.host = host;
    this.root = make('div', 'ev-steps', undefined, { role: 'group' });
    this.undo = button('ev-tool ev-wide', '', () => this.go(-1));
    this.redo = button('ev-tool ev-wide', '', () => this.go(1));
    this.root.append(this.undo, this.redo);
    host.replaceChildren(this.root);
    this.onKey = event => this.key(event);
    this.onMove = () => this.moved();
    document.addEventListener('keydown', this.onKey);
    window.addEventListener('popstate', this.onMove);
  }

  end() {
    document.removeEventListener('keydown', this.onKey);
    window.removeEventListener('popstate', this.onMove);
  }

  async show({ texts, theme, css }) {
    this.root.dataset.theme = theme;
    this.root.setAttribute('aria-label', texts['viewer.steps']);
    for (const name of ['undo', 'redo']) {
      this[name].textContent = texts[`viewer.${name}`];
      this[name].title = texts[`viewer.${name}.hint`];
    }
    if (history.state?.events) this.take();
    else if (this.stay) this.number(this.at + 1, true);
    else {
      this.stay = crypto.getRandomValues(new Uint32Array(2)).join('-');
      this.number(0, true);
    }
    await styled(css);
  }

  /** Reads where in its stay the open address stands. */
  take() {
    ({ stay: this.stay, at: this.at } = history.state.events);
    this.draw();
  }

  number(at, isLast) {
    this.at = at;
    history.replaceState({ ...history.state, events: { stay: this.stay, at } }, '');
    if (isLast) sessionStorage.setItem(TOP + this.stay, at);
    this.draw();
  }

  /** After Back and Forward; an address that was passed too quickly to be numbered is numbered now. */
  moved() {
    if (history.state?.events) this.take();
    else this.number(Math.max(0, this.at + (this.going ?? -1)), false);
    this.going = null;
  }

  get top() {
    return Number(sessionStorage.getItem(TOP + this.stay) ?? this.at);
  }

  draw() {
    this.undo.setAttribute('aria-disabled', String(this.at <= 0));
    this.redo.setAttribute('aria-disabled', String(this.at >= this.top));
  }

  go(way) {
    if (way < 0 ? this.at <= 0 : this.at >= this.top) return;
    this.going = way;
    history.go(way);
  }

  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || typing(event.target)) return;
    const key = event.key.toLowerCase();
    const way = key === 'z' ? (event.shiftKey ? 1 : -1) : key === 'y' && !event.shiftKey ? 1 : 0;
    if (!way) return;
    event.preventDefault();
    this.go(way);
  }
}
