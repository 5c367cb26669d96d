// Other forms of the two charts: a table that says the same, and a picture to keep; part of the viewer's shell.
import { button, make, menu } from './elements.js';
import { days, filled } from './hover.js';

const DASHED = '[class*="traceplanned"] path { stroke-dasharray: 3px 2.2px; }'; // as the style sheet has it on screen
const SHAPES = { asserted: '●', planned: '◌', possible: '○', denied: '⊗' };
const EXPLAINED = 48; // pixels under a saved timeline, for its legend
const SHARP = 2; // pixels of a picture for each of the screen's

export const forms = {
  /** A button that opens a small menu of forms for a chart: "map" or "timeline". */
  formsOf(chart) {
    const { texts } = this.data;
    const { box, list, open } = menu('ev-forms', texts['viewer.forms']);
    const entry = (key, act) => button('ev-tool ev-wide', texts[key], () => (open(false), act()));
    list.append(entry('viewer.forms.table', () => this.showTable(chart, true)), entry('viewer.forms.png', () => this.save(chart, 'png')));
    list.append(entry('viewer.forms.svg', () => this.save(chart, 'svg')));
    list.append(entry('viewer.forms.whole.png', () => this.save('whole', 'png')), entry('viewer.forms.whole.svg', () => this.save('whole', 'svg')));
    list.append(entry('viewer.forms.print', () => window.print()));
    return box;
  },

  /** Puts the table in the place of the chart, or the chart back. */
  showTable(chart, shown) {
    const section = chart === 'map' ? this.map : this.time;
    section.querySelector('.ev-table')?.remove();
    section.classList.toggle('ev-tabled', shown);
    if (!shown) return;
    const { texts } = this.data;
    const box = make('div', 'ev-table', undefined, { tabindex: 0, role: 'region', 'aria-label': texts[`viewer.forms.${chart}`] });
    const back = button('ev-tool ev-wide', texts['viewer.forms.chart'], () => this.showTable(chart, false));
    const [head, rows] = chart === 'map' ? this.mapRows() : this.timeRows();
    const table = make('table', '', undefined, { 'aria-label': texts[`viewer.forms.${chart}`] });
    table.createTHead().insertRow().append(...head.map(key => make('th', '', texts[key], { scope: 'col' })));
    const body = table.createTBody();
    for (const cells of rows) {
      const line = body.insertRow();
      line.append(make('th', '', cells[0], { scope: 'row' }), ...cells.slice(1).map(words => make('td', '', words)));
    }
    box.append(back, table);
    section.append(box);
    back.focus({ preventScroll: true });
  },

  /** Redraws a table that is open, after its chart has changed. */
  renewTables() {
    for (const [chart, section] of [['map', this.map], ['timeline', this.time]])
      if (section.classList.contains('ev-tabled') && !section.contains(document.activeElement)) this.showTable(chart, true);
  },

  counts(families) {
    const { legend, language } = this.data;
    return families.map((each, at) => each && `${each.toLocaleString(language)} ${legend.families[at]}`).filter(Boolean).join(', ');
  },

  timeRows() {
    const { language, rows, texts } = this.data;
    const { lanes, bins, events } = this.figures.timeline.layout.meta;
    if (bins) {
      const head = ['viewer.forms.lane', 'viewer.forms.days', 'viewer.forms.number'];
      const vague = uncertain => (uncertain ? `; ${filled(texts['viewer.counted.uncertain'], { n: uncertain.toLocaleString(language) })}` : '');
      return [head, bins.map(([lane, first, last, families, uncertain]) => [lanes[lane].label, days(first, last, language), this.counts(families) + vague(uncertain)])];
    }
    const byId = new Map(rows.map(row => [row.id, row]));
    const found = new Map();
    for (const trace of this.figures.timeline.data)
      (trace.customdata ?? []).forEach((index, at) => {
        const lane = lanes.findIndex(each => each.axis === (trace.yaxis ?? 'y') && (each.axis === 'y2' || Math.abs(trace.y[at] - each.y) <= each.height / 2));
        found.set(`${String(lane).padStart(4, '0')} ${String(index).padStart(6, '0')}`, [lanes[lane], byId.get(events[index])]);
      });
    const lines = [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, [lane, row]]) => [lane.label, row.when, row.title, `${row.kind} · ${row.modality_words} · ${row.review_words}`]);
    return [['viewer.forms.lane', 'viewer.forms.when', 'viewer.forms.event', 'viewer.forms.how'], lines];
  },

  mapRows() {
    const { rows, texts } = this.data;
    const { cells, events } = this.figures.map.layout.meta;
    const trace = this.drawnMarks().own;
    const beside = this.playing.beside().map(({ label, count }) => [label, texts['viewer.forms.nomark'], count.toLocaleString(this.data.language)]);
    const place = at => `${trace.lat[at].toFixed(2)}°, ${trace.lon[at].toFixed(2)}°`;
    const head = ['viewer.forms.place', 'viewer.forms.position', 'viewer.forms.event'];
    if (cells) return [head, [...cells.map(([families], at) => [texts['viewer.counted.here'], place(at), this.counts(families)]), ...beside]];
    const byId = new Map(rows.map(row => [row.id, row]));
    const lines = trace.customdata.map((indexes, at) => [trace.text[at], trace.lon[at] === null ? '' : place(at), indexes.map(index => byId.get(events[index]).title).join('; ')]);
    return [head, [...lines.filter(([, , titles]) => titles), ...beside]];
  },

  /** Keeps a chart, or the whole view, as a picture or drawing that tells by itself what it shows. */
  async save(what, format) {
    const name = `${what === 'whole' ? 'events' : what}-${new Date().toISOString().slice(0, 10)}.${format}`;
    if (what === 'map' && format === 'png' && this.mapObject) return keep(this.mapPicture().toDataURL('image/png'), name);
    const { text, width, height } = await (what === 'map' ? this.mapSheet() : what === 'whole' ? this.wholeSheet() : this.timelineDrawing());
    const drawing = `data:image/svg+xml,${encodeURIComponent(text)}`;
    return keep(format === 'svg' ? drawing : await drawn(drawing, width, height), name);
  },

  /** The timeline as the text of an SVG, and its size in pixels. */
  async timelineDrawing(wanted = 0) {
    const { width: seen, height: high } = this.timePlot.getBoundingClientRect();
    const width = wanted || Math.max(seen, 760);
    const figure = this.explained();
    const height = high + figure.layout.margin.t + EXPLAINED;
    const address = await window.Plotly.toImage(figure, { format: 'svg', width, height });
    const text = decodeURIComponent(address.slice(address.indexOf(',') + 1)).replace(/(<svg[^>]*>)/, `$1<style>${DASHED}</style>`);
    return { text, width, height };
  },

  /** The timeline with its lanes named, and what it shows and how to read it written over and under it. */
  explained() {
    const { data, layout } = this.timePlot;
    const { legend, texts, words } = this.data;
    const undated = layout.meta.lanes.find(lane => lane.axis === 'y2');
    const note = (text, place) => ({ text, showarrow: false, xref: 'paper', yref: 'paper', align: 'left', font: { size: 12, color: this.look.ink }, ...place });
    const colours = legend.families.map((label, at) => `<span style="color:${this.look.families[at]}">■</span> ${label}`).join('   ');
    const shapes = Object.entries(legend.modalities).map(([modality, label]) => `${SHAPES[modality]} ${label}`).join('   ');
    const under = { x: 0, xanchor: 'left', y: 0, yanchor: 'top' };
    const annotations = [
      note(`<b>${texts['viewer.timeline.title']}.</b> ${words[0]}`, { x: 0, xanchor: 'left', xshift: -176, y: 1, yanchor: 'bottom', yshift: 6 }),
      note(colours, { ...under, xshift: -176, yshift: -layout.margin.b }),
      note(shapes, { ...under, xshift: -176, yshift: -layout.margin.b - 20 }),
      ...(undated ? [note(undated.label, { x: 0, xanchor: 'right', yref: 'y2', y: undated.y, xshift: -2 })] : []),
    ];
    const margin = { l: 190, r: 24, t: 32, b: layout.margin.b + EXPLAINED };
    const yaxis = { ...layout.yaxis, showticklabels: true, tickfont: { color: this.look.ink } };
    return { data, layout: { ...layout, annotations, margin, yaxis, paper_bgcolor: this.look.paper, height: undefined } };
  },

  /** The map as it is on screen, with its scale and whose borders it draws, on a canvas that is kept. */
  mapPicture() {
    this.mapObject.redraw(); // what it draws is gone after the frame
    const seen = this.mapObject.getCanvas();
    const ratio = seen.width / seen.clientWidth;
    const board = make('canvas', 'ev-printed');
    Object.assign(board, { width: seen.width, height: seen.height + 44 * ratio });
    const pen = board.getContext('2d');
    pen.fillStyle = this.look.paper;
    pen.fillRect(0, 0, board.width, board.height);
    pen.drawImage(seen, 0, 0);
    pen.scale(ratio, ratio);
    pen.fillStyle = pen.strokeStyle = this.look.ink;
    pen.font = '12px system-ui, sans-serif';
    const base = seen.clientHeight;
    const long = this.scale.getBoundingClientRect().width;
    pen.strokeRect(10, base + 14, long, 0);
    pen.fillText(this.scale.textContent, 16 + long, base + 18);
    pen.fillText(this.borders.textContent, 10, base + 36);
    return board;
  },
};

function keep(address, name) {
  const link = make('a', '', undefined, { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

/** An SVG as a PNG. */
async function drawn(address, width, height) {
  const image = make('img', '', undefined, { src: address });
  await image.decode();
  const board = make('canvas');
  Object.assign(board, { width: width * SHARP, height: height * SHARP });
  board.getContext('2d').drawImage(image, 0, 0, board.width, board.height);
  return board.toDataURL('image/png');
}
