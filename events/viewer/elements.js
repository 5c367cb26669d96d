// Makes elements. Text from data enters as textContent only.

/** An element with a class, its text and attributes. */
export function make(tag, name, text, attributes = {}) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined) node.textContent = text;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

/** A button that does `act` when it is pressed. */
export function button(name, label, act, attributes = {}) {
  const node = make('button', name, label, { type: 'button', ...attributes });
  node.onclick = act;
  return node;
}

/**
 * A button that opens a small menu under it, which Escape closes: the box of both, the menu, and what opens or closes it.
 * `opened` runs before the menu is shown.
 */
export function menu(name, label, opened = () => {}) {
  const box = make('div', name);
  const list = make('div', 'ev-menu ev-shut', undefined, { role: 'group', 'aria-label': label });
  const opener = button('ev-tool ev-wide', label, () => open(shut()), { 'aria-expanded': 'false' });
  const shut = () => list.classList.contains('ev-shut');
  const open = shown => {
    if (shown) opened();
    list.classList.toggle('ev-shut', !shown);
    opener.setAttribute('aria-expanded', String(shown));
  };
  box.onkeydown = event => {
    if (event.key !== 'Escape' || shut()) return;
    event.stopPropagation();
    open(false);
    opener.focus();
  };
  box.append(opener, list);
  return { box, list, open };
}

/** Tools that stand side by side where there is room, and in a menu on a phone, which closes once one was pressed. */
export function gathered(label, tools) {
  const { box, list, open } = menu('ev-gathered', label);
  list.append(...tools);
  list.addEventListener('click', ({ target }) => {
    if (list.classList.contains('ev-shut') || target.hasAttribute('aria-expanded')) return;
    const held = list.contains(document.activeElement);
    open(false);
    if (held) box.firstChild.focus();
  });
  return box;
}

export const coarse = () => matchMedia('(pointer: coarse)').matches;
export const narrow = () => matchMedia('(max-width: 720px)').matches; // as the style sheet has it

/** When the browser has painted what is drawn; soon in any case, since a tab that is not looked at paints nothing. */
export const painted = () => Promise.race([new Promise(done => requestAnimationFrame(() => setTimeout(done))), new Promise(done => setTimeout(done, 150))]);

let sheet;
/** Loads the viewer's style sheet once, unless the page has it in itself (no address); done when it is in force. */
export function styled(address) {
  sheet ??= new Promise(done => {
    if (!address || [...document.styleSheets].some(one => one.href?.includes('/viewer/viewer.css'))) return done();
    const link = make('link', '', undefined, { rel: 'stylesheet', href: address });
    link.onload = link.onerror = done;
    document.head.append(link);
  });
  return sheet;
}
