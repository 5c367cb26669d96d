// Draws the marks: on the map as named images, in list and legend as small pictures. The name says all of it:
//   mark:<theme>:<act|mention>:<modality>:<family>[:<review>]     one event; what was reviewed has a sign
//   mark:<theme>:<act|mention|area>-stack:<n.n.n.n.n>[:<places>]   several events, counted by family; of several places
//                                                           put together, it has a second edge
const RATIO = 2;
const SIGNS = { confirmed: '✓', disputed: '?', withdrawn: '×' };
const FONT = "600 11px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/** A canvas of so many pixels and its pen, which stands in the middle. */
function canvas(size) {
  const board = document.createElement('canvas');
  board.width = board.height = size * RATIO;
  const pen = board.getContext('2d', { willReadFrequently: true });
  pen.scale(RATIO, RATIO);
  pen.translate(size / 2, size / 2);
  return [board, pen];
}

function circle(pen, radius) {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, Math.PI * 2);
}

function cross(pen, reach) {
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(-reach, -reach);
  pen.lineTo(reach, reach);
  pen.moveTo(reach, -reach);
  pen.lineTo(-reach, reach);
  pen.stroke();
}

/** Puts the sign of a review beside a mark. */
function sign(pen, review, { paper, ink }) {
  pen.setLineDash([]);
  pen.translate(9, -7);
  circle(pen, 6);
  pen.fillStyle = paper;
  pen.fill();
  pen.lineWidth = 1;
  pen.strokeStyle = ink;
  pen.stroke();
  pen.font = FONT.replace('11px', '10px');
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = ink;
  pen.fillText(SIGNS[review], 0, 0.5);
}

function single(shape, modality, colour, look, review, on) {
  const [board, pen] = on(review ? 32 : 20);
  plain(shape, modality, colour, look.paper, pen);
  if (review) sign(pen, review, look);
  return board;
}

function plain(shape, modality, colour, paper, pen) {
  const act = shape === 'act';
  const radius = act ? 6.5 : 4.4;
  circle(pen, radius + 1.6);
  pen.fillStyle = paper;
  pen.fill();
  circle(pen, radius);
  pen.strokeStyle = colour;
  pen.lineWidth = act ? 2 : 1.7;
  if (act && modality === 'asserted') {
    pen.fillStyle = colour;
    pen.fill();
    return;
  }
  if (modality === 'planned') pen.setLineDash(act ? [3.2, 2.2] : [2.3, 1.7]);
  pen.stroke();
  if (modality === 'denied') cross(pen, radius * 0.62);
  if (!act && modality === 'asserted') {
    circle(pen, 1.5);
    pen.fillStyle = colour;
    pen.fill();
  }
}

/** A count as it fits into a mark: 950, 1.2K, 34M. */
const short = count => (count < 1000 ? String(count) : new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 2 }).format(count));

function number(pen, count, ink) {
  pen.fillStyle = ink;
  pen.font = FONT;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(short(count), 0, 0.5);
}

function stack(shape, shares, look, on, places) {
  const count = shares.reduce((sum, share) => sum + share, 0);
  const act = shape === 'act-stack';
  const radius = (act ? 11 : 9) + Math.min(6, Math.log10(count) * 2.5);
  const [board, pen] = on(48);
  circle(pen, radius + (places ? 4 : 1.5));
  pen.fillStyle = look.paper;
  pen.fill();
  if (places) edge(pen, look.ink);
  let from = -Math.PI / 2;
  shares.forEach((share, family) => {
    if (!share) return;
    const to = from + (share / count) * Math.PI * 2;
    pen.beginPath();
    pen.arc(0, 0, radius - 1.5, from, to);
    pen.strokeStyle = look.families[family];
    pen.lineWidth = act ? 4 : 2;
    pen.stroke();
    from = to;
  });
  number(pen, count, look.ink);
  return board;
}

/** A second edge: here lie several places. */
function edge(pen, ink) {
  pen.lineWidth = 1;
  pen.strokeStyle = ink;
  pen.stroke();
}

function area(shares, look, on, places) {
  const count = shares.reduce((sum, share) => sum + share, 0);
  const half = 9 + short(count).length * 3;
  const [board, pen] = on(52);
  pen.beginPath();
  if (places) {
    pen.roundRect(-half - 3, -13, half * 2 + 6, 26, 6);
    pen.fillStyle = look.paper;
    pen.fill();
    edge(pen, look.ink);
    pen.beginPath();
  }
  pen.roundRect(-half, -10, half * 2, 20, 4);
  pen.fillStyle = look.paper;
  pen.fill();
  pen.setLineDash([3, 2]);
  pen.lineWidth = 1.2;
  pen.strokeStyle = look.ink;
  pen.stroke();
  pen.setLineDash([]);
  let left = -half + 4;
  shares.forEach((share, family) => {
    const width = (share / count) * (half * 2 - 8);
    pen.fillStyle = look.families[family];
    pen.fillRect(left, 5.5, width, 2.5);
    left += width;
  });
  pen.translate(0, -2);
  number(pen, count, look.ink);
  return board;
}

function hatch(colour) {
  const board = document.createElement('canvas');
  board.width = board.height = 16;
  const pen = board.getContext('2d', { willReadFrequently: true });
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.5;
  pen.lineWidth = 1.4;
  for (const shift of [-16, 0, 16]) {
    pen.beginPath();
    pen.moveTo(shift - 2, 18);
    pen.lineTo(shift + 18, -2);
    pen.stroke();
  }
  return board;
}

/**
 * The picture of a mark's name, or null for a name that is not ours. `look`: families, paper, ink, hatch; `on` gives for a
 * size what is drawn on and the pen that does it: a canvas, unless something else is wanted.
 */
export function picture(name, look, on = canvas) {
  const [what, , shape, value, family, review] = name.split(':');
  if (what === 'hatch') return hatch(look.hatch);
  if (what !== 'mark' || !shape) return null;
  if (!shape.endsWith('-stack')) return single(shape, value, look.families[Number(family)], look, SIGNS[review] && review, on);
  const shares = value.split('.').map(Number);
  return shape === 'area-stack' ? area(shares, look, on, family) : stack(shape, shares, look, on, family);
}

/** Lets `map` draw our pictures, and no others: an unknown name stays blank instead of asking a foreign server. */
export function teach(map, look) {
  const add = name => {
    if (map.hasImage(name)) return;
    const board = picture(name, look());
    if (!board) return;
    const image = board.getContext('2d').getImageData(0, 0, board.width, board.height);
    map.addImage(name, image, { pixelRatio: RATIO });
  };
  map.setMissingStyleImageResolver(async name => add(name));
  return add;
}

const drawn = new Map();

/** A mark as an address for <img>, drawn once for each name and look. */
export function drawnAs(name, look) {
  const key = name + look.paper;
  if (!drawn.has(key)) drawn.set(key, picture(name, look).toDataURL());
  return drawn.get(key);
}
