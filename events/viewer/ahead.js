// The first screen while the page around it still begins: all but the live figures, over the page that is being built, until
// that has a place for the viewer.
import { make, painted } from './elements.js';
import { fetched } from './svg_map.js';
import { ahead } from './viewer.js';

const FAILED = '.st-key-failed, .stException'; // a page that says why it has no figures
const OFTEN = 300; // ms
const begun = window.eventsAhead; // by the head of the first page; on any other there is nothing to draw ahead of

async function begin(told) {
  for (const link of document.querySelectorAll('link[as="fetch"]')) fetched(link.getAttribute('href')).catch(() => {}); // whoever draws it says so
  const data = await told;
  if (!data) return;
  const cover = make('main', 'ev-ahead', undefined, { 'data-theme': data.theme, 'aria-busy': 'true' });
  const host = make('div', 'ev-ahead-host');
  const head = make('div', 'ev-ahead-head', undefined, { 'aria-hidden': 'true' });
  head.append(make('i'), make('i'), make('i'));
  cover.append(head, host);
  const leave = place => {
    clearInterval(looking);
    const scroller = place?.closest('.stMain');
    const { scrollTop } = cover;
    cover.remove();
    if (scroller) scroller.scrollTop = scrollTop;
  };
  const looking = setInterval(() => document.querySelector(FAILED) && leave(), OFTEN);
  await ahead(host, data, { arrive: () => document.body.append(cover), leave });
  await painted();
}

if (begun) begin(begun.told).finally(begun.done);
