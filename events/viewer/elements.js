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

export const coarse = () => matchMedia('(pointer: coarse)').matches;

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
