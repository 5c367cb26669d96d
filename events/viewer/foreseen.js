// The answer to an actor that is about to be picked: asked for while the option is pointed at, and drawn the moment it is picked.
// The page around the viewer brings all of itself up to date before the viewer hears of a pick, which takes several times as
// long. What the page gives then is the same, and is what counts. Part of the dashboard's viewer alone.
const BOX = '.st-key-actors input[role="combobox"]';
const STAYS = 50; // ms that an option is pointed at before its answer is asked for: a key held down goes through them faster

export const foreseen = {
  wireForeseen() {
    const box = () => document.querySelector(BOX);
    const pointed = () => document.getElementById(box()?.getAttribute('aria-activedescendant') ?? '');
    const offered = node => {
      const option = node?.closest?.('[role="option"]');
      const list = option?.closest('[role="listbox"]');
      return list && list.id === box()?.getAttribute('aria-controls') ? option : null;
    };
    const stops = (this.endForeseen = new AbortController());
    const hear = (name, heard) => document.addEventListener(name, heard, { capture: true, signal: stops.signal });
    hear('keydown', event => event.key === 'Enter' && !event.isComposing && event.target === box() && this.pickedOption(pointed()));
    hear('click', event => this.pickedOption(offered(event.target)));
    hear('pointerover', event => this.foresee(offered(event.target)));
    const looking = new MutationObserver(() => this.foresee(pointed()));
    looking.observe(document.body, { subtree: true, attributeFilter: ['aria-activedescendant'] });
    stops.signal.addEventListener('abort', () => {
      looking.disconnect();
      clearTimeout(this.foreseeing);
      this.expected?.stop.abort();
      this.answered(); // with nothing: what is still on its way is for nobody
    });
  },

  /** Asks for the answer to an option once it has been pointed at for a while, unless another pick is being answered. */
  foresee(option) {
    if (!option || this.ahead) return;
    clearTimeout(this.foreseeing);
    this.foreseeing = setTimeout(() => this.ask(option.textContent), STAYS);
  },

  /** The answer to the pick of an option, on its way or there: what the page draws then, or null where it has not said. */
  ask(words) {
    const { ahead = location.search } = this;
    if (this.expected?.words === words && this.expected.ahead === ahead) return this.expected.answer;
    this.expected?.stop.abort();
    const stop = new AbortController();
    const fields = new URLSearchParams(ahead);
    for (const [name, value] of Object.entries({ theme: this.data.theme, locale: navigator.language, option: words })) fields.append(name, value);
    const fetched = fetch(`${this.data.picks}?${fields}`, { signal: stop.signal });
    const answer = fetched.then(found => (found.status === 200 ? found.json() : null)).catch(() => null);
    this.expected = { words, ahead, stop, answer };
    return answer;
  },

  /** Draws the answer to an option that is picked, unless the page has given one before. */
  async pickedOption(option) {
    if (!option) return;
    clearTimeout(this.foreseeing);
    const picked = (this.picked = {});
    const found = await this.ask(option.textContent);
    if (!found || this.picked !== picked) return;
    this.ahead = found.address;
    this.expected = undefined;
    this.tellNext({ ...found, address: '' }, JSON.stringify(found)); // the page writes its address itself
  },

  /** The page has given an answer of its own. */
  answered() {
    this.picked = this.ahead = undefined;
  },
};
