// A pen that takes what a canvas' pen takes, of which our marks need little, and draws it into an SVG group.
export const NS = 'http://www.w3.org/2000/svg';

/** An element of a drawing with what is drawn in it; an attribute that is undefined is left out. */
export function node(name, attributes = {}, ...children) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const short = number => Number(number.toFixed(2));

export class SvgPen {
  constructor(group) {
    Object.assign(this, { group, d: '', x: 0, y: 0, dash: [], fillStyle: '#000', strokeStyle: '#000', lineWidth: 1, globalAlpha: 1, font: '10px sans-serif' });
  }

  translate(x, y) {
    this.x += x;
    this.y += y;
  }

  point(x, y) {
    return `${short(x + this.x)},${short(y + this.y)}`;
  }

  setLineDash(dash) {
    this.dash = dash;
  }

  beginPath() {
    this.d = '';
  }

  moveTo(x, y) {
    this.d += `M${this.point(x, y)}`;
  }

  lineTo(x, y) {
    this.d += `L${this.point(x, y)}`;
  }

  /** An arc from one angle to another, clockwise; a whole turn in two halves, since SVG has no arc that ends where it begins. */
  arc(x, y, radius, from, to) {
    const on = angle => this.point(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    const turn = (angle, large) => `A${short(radius)},${short(radius)} 0 ${large} 1 ${on(angle)}`;
    const whole = to - from > Math.PI * 2 - 1e-6;
    this.d += `M${on(from)}${whole ? turn(from + Math.PI, 0) + turn(from, 0) : turn(to, Number(to - from > Math.PI))}`;
  }

  roundRect(x, y, width, height, r) {
    const turn = (right, down) => `a${r},${r} 0 0 1 ${right},${down}`;
    const [across, along] = [short(width - 2 * r), short(height - 2 * r)];
    this.d += `M${this.point(x + r, y)}h${across}${turn(r, r)}v${along}${turn(-r, r)}h${-across}${turn(-r, -r)}v${-along}${turn(r, -r)}z`;
  }

  draw(attributes) {
    this.group.append(node('path', { d: this.d, opacity: this.globalAlpha === 1 ? undefined : this.globalAlpha, ...attributes }));
  }

  stroke() {
    this.draw({ fill: 'none', stroke: this.strokeStyle, 'stroke-width': this.lineWidth, 'stroke-dasharray': this.dash.length ? this.dash.join(' ') : undefined });
  }

  fill() {
    this.draw({ fill: this.fillStyle });
  }

  fillRect(x, y, width, height) {
    this.group.append(node('rect', { x: short(x + this.x), y: short(y + this.y), width: short(width), height, fill: this.fillStyle }));
  }

  fillText(words, x, y) {
    const size = Number(this.font.match(/(\d+)px/)[1]);
    this.group.append(node('text', { x: short(x + this.x), y: short(y + this.y), 'font-size': size, 'font-weight': 600, 'text-anchor': 'middle', 'dominant-baseline': 'central', fill: this.fillStyle }, words));
  }
}
