// Bars with an open beginning: each becomes steps that grow fainter to the left, under one unseen bar that answers to
// pointing and clicking.
const STEPS = 24;
const CROWD = 150; // bars, beyond which fewer steps do
const CROWD_STEPS = 6;

const parts = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));

/** A hex colour mixed into the paper's, `strength` between 0 (paper) and 1. */
export function blended(hex, paper, strength) {
  const under = parts(paper);
  return `rgb(${parts(hex).map((own, at) => Math.round(own * strength + under[at] * (1 - strength))).join(',')})`;
}

/** The traces that stand for `trace` of bars from `base`, `x` long. */
export function fading(trace, paper) {
  const count = trace.base.length <= CROWD ? STEPS : CROWD_STEPS;
  const steps = { ...trace, uid: 'fading', base: [], x: [], y: [], marker: { ...trace.marker, color: [] }, hoverinfo: 'skip' };
  delete steps.customdata;
  trace.base.forEach((start, at) => {
    for (let step = 0; step < count; step++) {
      // each step reaches to the end, under the stronger ones: no seams between them
      steps.base.push(start + (step * trace.x[at]) / count);
      steps.x.push(trace.x[at] * (1 - step / count));
      steps.y.push(trace.y[at]);
      steps.marker.color.push(blended(trace.marker.color[at], paper, ((step + 1) / count) ** 1.4));
    }
  });
  return [steps, { ...trace, width: 0.9, marker: { ...trace.marker, color: 'rgba(0,0,0,0)' } }];
}
