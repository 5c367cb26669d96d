// What pointing at a mark tells: the claim in one sentence, how it is told, who says so and when; escaped for Plotly,
// which reads a few HTML tags.
const CLAIM = 58; // characters a line
const REST = 64;
const LISTED = 6; // events named for one mark; the rest are counted

/** Text that Plotly shows as it stands. */
export const escaped = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A text with its values put in. */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

/** A text in lines of at most `width` characters, broken between words where there are any; what is cut ends in dots. */
export function lines(text, width, most) {
  const found = [''];
  for (const word of text.split(/\s+/)) {
    for (const part of word.match(new RegExp(`.{1,${width}}`, 'gsu')) ?? []) {
      const last = found[found.length - 1];
      if (last && last.length + 1 + part.length > width) found.push(part);
      else found[found.length - 1] = last ? `${last} ${part}` : part;
    }
  }
  return found.length > most ? [...found.slice(0, most - 1), `${found[most - 1]} …`] : found;
}

/** Rows of events with the words that follow from others of theirs, which are not sent. */
export function complete(rows, { texts, legend }) {
  for (const row of rows) {
    row.says ??= row.speakers ? filled(texts['says.quoted'], row) : row.source;
    row.review_words ??= legend.reviews[row.review];
    row.modality_words ??= legend.modalities[row.modality];
  }
  return rows;
}

/** One event in full: its claim, then how it is told, who does it to whom, when, and who says so. */
export function toldLines(row, texts) {
  return [
    row.title,
    [row.kind, row.modality_words, ...(row.review === 'found' ? [] : [row.review_words])].join(' · '),
    row.who,
    filled(texts['viewer.hover.when'], row),
    filled(texts['viewer.hover.says'], row),
  ];
}

const known = new WeakMap(); // what was made of a row: both figures tell it

/** The same for Plotly. */
export function told(row, texts) {
  if (!known.has(row)) {
    const [title, ...rest] = toldLines(row, texts);
    const claim = lines(title, CLAIM, 4).map(escaped).join('<br>');
    known.set(row, [`<b>${claim}</b>`, ...rest.flatMap(each => lines(each, REST, 3).map(escaped))].join('<br>'));
  }
  return known.get(row);
}

/** All events of one place: the one in full, or the claims of the first few and how many more there are. */
export function spotLines(rows, place, texts, language) {
  if (rows.length === 1) return [...toldLines(rows[0], texts), place];
  const count = value => number(value, language);
  const head = filled(texts['viewer.spot'], { n: count(rows.length), place });
  const claims = rows.slice(0, LISTED).map(row => `· ${lines(row.title, REST, 1)[0]}`);
  const more = rows.length - claims.length;
  return [head, ...claims, ...(more ? [filled(texts['viewer.spot.more'], { n: count(more) })] : [])];
}

/** The same for Plotly. */
export function spot(rows, place, texts, language) {
  if (rows.length === 1) return `${told(rows[0], texts)}<br>${escaped(place)}`;
  return headed(spotLines(rows, place, texts, language));
}

const headed = ([head, ...rest]) => [`<b>${escaped(head)}</b>`, ...rest.map(escaped)].join('<br>');

/** A column of the timeline or a mark of the map that counts events: where and when, how many, and of which families. */
export function countedLines(head, families, uncertain, { texts, legend, language }) {
  const count = value => number(value, language);
  const total = families.reduce((sum, each) => sum + each, 0);
  const found = families.map((each, at) => [each, legend.families[at]]).filter(([each]) => each);
  found.sort(([a], [b]) => b - a);
  const title = filled(texts[total === 1 ? 'viewer.counted.one' : 'viewer.counted'], { n: count(total), where: head });
  const vague = uncertain ? [filled(texts['viewer.counted.uncertain'], { n: count(uncertain) })] : [];
  return [title, ...found.map(([each, name]) => `${count(each)} ${name}`), ...vague];
}

/** The same for Plotly. */
export const counted = (...told) => headed(countedLines(...told));

const MOST_KEPT = 5000;
const made = new Map(); // by what they are made of: a browser takes long for its forms of dates and numbers, and for spans
function once(key, make) {
  if (!made.has(key)) {
    if (made.size > MOST_KEPT) made.clear();
    made.set(key, make());
  }
  return made.get(key);
}

/** A number as a language writes it. */
export const number = (value, language) => once(`number ${language}`, () => new Intl.NumberFormat(language)).format(value);

/** Two days of ISO 8601 as one span in a language; many columns of a timeline share theirs. */
export function days(first, last, language) {
  const options = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' };
  const form = () => once(`days ${language}`, () => new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options));
  return once(`${first} ${last} ${language}`, () => form().formatRange(new Date(first), new Date(last)));
}
