// The light page's shell: the same viewer as the dashboard's, and what is chosen in it is shown in the page's own table.
import { mount } from './viewer.js';

const host = document.getElementById('figures');
const dark = matchMedia('(prefers-color-scheme: dark)');

function point(ids) {
  document.querySelectorAll('tr.lit').forEach(row => row.classList.remove('lit'));
  const rows = ids.map(id => document.getElementById(`event-${id}`)).filter(Boolean);
  rows.forEach(row => row.classList.add('lit'));
  rows[0]?.scrollIntoView({ block: 'center', behavior: 'smooth' });
}

let lanes = host.dataset.lanes;

function report(name, value) {
  if (value.lane) return open(value.lane);
  if (value.event) point([value.event]);
  if (value.events) point(value.events);
  if (value.first) point(within(value.first, value.last));
}

let data;
const within = (first, last) => data.spans.filter(([, from, to]) => from <= last && to >= first).map(([id]) => id);

/** Opens a lane into its parts, or closes it. */
function open(lane) {
  const opened = new Set(lanes.split(',').filter(Boolean));
  if (!opened.delete(lane)) opened.add(lane);
  lanes = [...opened].join(',');
  draw();
}

async function draw() {
  const theme = dark.matches ? 'dark' : 'light';
  const answer = await fetch(`${host.dataset.source}&theme=${theme}&lanes=${encodeURIComponent(lanes)}`);
  if (!answer.ok) return;
  data = await answer.json();
  await mount(host, data, report);
  document.body.dataset.ready = '1';
}

dark.addEventListener('change', draw);
draw();
