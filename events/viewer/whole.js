// The map as a sheet of its own, and the whole view on one sheet: words, timeline, map, what no map can show, credits and
// the day; part of the viewer's shell. Sheets are drawings (SVG), of which pictures (PNG) are made.
import { make } from './elements.js';
import { days, filled } from './hover.js';
import { EARTH, round } from './map.js';
import { node } from './svg_pen.js';

const WIDEST = 1000; // pixels that a sheet is wide at least
const PAD = 24;
const LINE = 19; // pixels from one line of words to the next
const SMALL = 12;
const SCALE = 110;

/** Words in lines that fit a width in pixels. */
function wrapped(words, width, font) {
  const pen = make('canvas').getContext('2d');
  pen.font = font;
  const lines = [''];
  for (const word of words.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && pen.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

class Sheet {
  constructor(width, { paper, ink }) {
    Object.assign(this, { width, ink, y: PAD });
    this.svg = node('svg', { xmlns: 'http://www.w3.org/2000/svg', width, 'font-family': "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif" });
    this.ground = node('rect', { width, fill: paper });
    this.svg.append(this.ground);
  }

  words(text, { size = 14, weight = 400 } = {}) {
    for (const line of wrapped(text, this.width - 2 * PAD, `${weight} ${size}px system-ui, sans-serif`)) {
      this.svg.append(node('text', { x: PAD, y: this.y + size, 'font-size': size, 'font-weight': weight, fill: this.ink }, line));
      this.y += LINE + size - 14;
    }
  }

  /** Puts a drawing under what is there already. */
  put(drawing, height, x = PAD) {
    drawing.setAttribute('x', x);
    drawing.setAttribute('y', this.y);
    this.svg.append(drawing);
    this.y += height + 10;
  }

  done() {
    const height = Math.ceil(this.y + PAD - 8);
    for (const part of [this.svg, this.ground]) part.setAttribute('height', height);
    this.svg.setAttribute('viewBox', `0 0 ${this.width} ${height}`);
    return { text: new XMLSerializer().serializeToString(this.svg), width: this.width, height };
  }
}

export const whole = {
  sheet() {
    return new Sheet(Math.max(WIDEST, this.map.clientWidth + 2 * PAD), this.look);
  },

  /** The map as it is on screen, as wide as a sheet, with its scale and whose borders it draws. */
  async putMap(sheet) {
    const { clientWidth, clientHeight } = this.map;
    const width = sheet.width - 2 * PAD;
    const camera = this.mapObject ? this.cameraNow() : this.data.camera;
    const larger = width / clientWidth;
    const height = Math.round(clientHeight * larger);
    const zoom = camera.zoom + Math.log2(larger);
    sheet.put(await this.mapDrawing({ ...camera, zoom }, width, height), height);
    const metres = (EARTH * Math.cos((camera.lat * Math.PI) / 180)) / (512 * 2 ** zoom);
    const length = round(SCALE * metres);
    const [value, unit] = length < 1000 ? [length, 'm'] : [length / 1000, 'km'];
    const long = length / metres;
    sheet.svg.append(node('path', { d: `M${PAD},${sheet.y}v4h${long.toFixed(1)}v-4`, fill: 'none', stroke: sheet.ink }));
    sheet.svg.append(node('text', { x: PAD + long + 8, y: sheet.y + 5, 'font-size': SMALL, fill: sheet.ink }, `${value.toLocaleString(this.data.language)} ${unit}`));
    sheet.y += 12;
    for (const words of [...this.layerWords(), this.data.texts[`viewer.borders.${this.data.borders}`]]) sheet.words(words, { size: SMALL });
  },

  foot(sheet) {
    const { credits, language, texts } = this.data;
    const today = new Date().toLocaleDateString('sv'); // the reader's own day, as 2024-10-31
    const day = days(today, today, language);
    sheet.y += 6;
    for (const words of [...(credits ?? []), filled(texts['viewer.whole.made'], { day })]) sheet.words(words, { size: SMALL });
    return sheet.done();
  },

  async mapSheet() {
    const sheet = this.sheet();
    sheet.words(this.data.words[0] ?? '', { weight: 600 });
    await this.putMap(sheet);
    return this.foot(sheet);
  },

  async wholeSheet() {
    const sheet = this.sheet();
    const [title, ...words] = this.data.words;
    sheet.words(title ?? '', { size: 18, weight: 600 });
    for (const sentence of words) sheet.words(sentence);
    sheet.y += 8;
    const { text, height } = await this.timelineDrawing(sheet.width - 2 * PAD);
    sheet.put(document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true), height);
    await this.putMap(sheet);
    const beside = this.playing.beside().map(({ label, count }) => `${label} ${count.toLocaleString(this.data.language)}`);
    if (beside.length) sheet.words(`${this.data.texts['viewer.beside']} ${beside.join(', ')}`, { size: SMALL });
    return this.foot(sheet);
  },
};
