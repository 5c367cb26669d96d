// The shell of a snapshot in one file: everything it shows lies in the file itself, and the choice of an actor narrows
// figures and table alike.
import { mount } from './viewer.js';

const host = document.getElementById('figures');
const actor = document.getElementById('actor');
const dark = matchMedia('(prefers-color-scheme: dark)');

/** The text that lies packed in an element of the file. */
function unpacked(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), letter => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

function point(ids) {
  document.querySelectorAll('tr.lit').forEach(row => row.classList.remove('lit'));
  const rows = ids.map(id => document.getElementById(`event-${id}`)).filter(row => row && !row.hidden);
  rows.forEach(row => row.classList.add('lit'));
  rows[0]?.scrollIntoView({ block: 'center', behavior: 'smooth' });
}

let file;
let ground;
let opened = null; // the lane that the reader opened, '' for none; null: as the view has them

function report(name, value) {
  if (value.lane) return open(value.lane);
  if (value.event) point([value.event]);
  if (value.events) point(value.events);
  if (value.first) point(file.spans.filter(([, from, to]) => from <= value.last && to >= value.first).map(([id]) => id));
}

/** The map's figure with the basemap in it, where it names files of a server. */
function grounded(map) {
  const figure = JSON.parse(map);
  for (const source of Object.values(figure.layout.map.style.sources)) source.data = ground[source.data] ?? source.data;
  for (const trace of figure.data) if (ground[trace.geojson]) trace.geojson = ground[trace.geojson];
  return JSON.stringify(figure);
}

/** The timeline of `part`, in which those lanes can be opened that the file holds opened: one at a time, and of all actors. */
function laned(part, theme) {
  const figure = JSON.parse(actor.value || opened === null ? part.timeline : file.lanes[opened][theme]);
  for (const lane of figure.layout.meta.lanes) lane.parts &&= !actor.value && lane.id in file.lanes;
  return JSON.stringify(figure);
}

/** Opens a lane into its parts, or closes it. */
function open(id) {
  const { lanes } = JSON.parse(opened === null ? file.parts[''].light.timeline : file.lanes[opened].light).layout.meta;
  opened = lanes.some(lane => lane.id === id && lane.opened) ? '' : id;
  draw();
}

async function draw() {
  const theme = dark.matches ? 'dark' : 'light';
  const part = file.parts[actor.value][theme];
  const shown = new Set(file.shown[actor.value]);
  for (const row of document.querySelectorAll('tr[id^="event-"]')) row.hidden = !shown.has(row.id.slice(6));
  document.getElementById('shown').textContent = file.counted[actor.value];
  const countries = { [file.common.borders]: ground[file.common.countries[file.common.borders]] };
  const rows = structuredClone(part.rows); // the viewer completes them in place
  await mount(host, { ...file.common, ...part, rows, theme, countries, map: grounded(part.map), timeline: laned(part, theme) }, report);
  document.body.dataset.ready = actor.value || 'all';
}

async function begin() {
  const [library, figures, basemap] = await Promise.all(['library', 'drawn', 'ground'].map(unpacked));
  const script = document.createElement('script');
  script.textContent = library;
  document.head.append(script);
  file = JSON.parse(figures);
  ground = JSON.parse(basemap);
  actor.closest('[hidden]')?.removeAttribute('hidden');
  actor.addEventListener('change', draw);
  dark.addEventListener('change', draw);
  await draw();
}

begin();
