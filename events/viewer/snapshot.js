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

function report(name, value) {
  if (value.event) point([value.event]);
  if (value.events) point(value.events);
  if (value.first) point(within(value.first, value.last));
}

let data;
const within = (first, last) => data.spans.filter(([, from, to]) => from <= last && to >= first).map(([id]) => id);

async function draw() {
  const answer = await fetch(`${host.dataset.source}&theme=${dark.matches ? 'dark' : 'light'}`);
  if (!answer.ok) return;
  data = await answer.json();
  await mount(host, data, report);
  document.body.dataset.ready = '1';
}

dark.addEventListener('change', draw);
draw();
