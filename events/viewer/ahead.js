// The first screen while the page around it still begins: all but the live figures, over the page that is being built, until
// that has a place for the viewer.
import { make, painted, styled } from './elements.js';
import { foreseen } from './foreseen.js';
import { fetched } from './svg_map.js';
import { ahead, equip } from './viewer.js';

const FAILED = '.st-key-failed, .stException'; // a page that says why it has no figures
const OFTEN = 300; // ms
const begun = window.eventsAhead; // by the head of the first page; on any other there is nothing to draw ahead of

async function begin(told) {
  for (const link of document.querySelectorAll('link[as="fetch"]')) fetched(link.getAttribute('href')).catch(() => {}); // whoever draws it says so
  const data = await told;
  if (!data) return;
  await styled(data.addresses.css);
  if (document.querySelector('.stMain')) return; // the page was quicker, and may be another one by now
  const { host, leave } = covered(data.theme);
  await ahead(host, data, leave).catch(error => {
    leave();
    throw error;
  });
  await painted();
}

/** Covers the page, which nobody reaches meanwhile: where to draw, and what takes that to its `place` in the page, if it has one. */
function covered(theme) {
  const page = document.getElementById('root');
  const cover = make('main', 'ev-ahead', undefined, { 'data-theme': theme, 'aria-busy': 'true' });
  const host = make('div', 'ev-ahead-host');
  const head = make('div', 'ev-ahead-head', undefined, { 'aria-hidden': 'true' });
  head.append(make('i'), make('i'), make('i'));
  cover.append(head, host);
  const leave = place => {
    clearInterval(looking);
    const { scrollTop } = cover;
    place?.replaceChildren(...host.childNodes);
    cover.remove();
    page.inert = false;
    const scroller = place?.closest('.stMain');
    if (scroller) scroller.scrollTop = scrollTop;
  };
  const looking = setInterval(() => document.querySelector(FAILED) && leave(), OFTEN);
  page.inert = true;
  document.body.append(cover);
  return { host, leave };
}

equip(foreseen);
if (begun) begin(begun.told).finally(begun.done);
