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
