// Printing: a browser puts no live map on paper, and a timeline only as wide as the screen; part of the viewer's shell.
import { WORDS } from './legend.js';

const PAPER = 680; // pixels that fit on a sheet of A4 or Letter held upright

export const paper = {
  printable() {
    this.onPrint = () => {
      this.afterPrint();
      this.words.open = true;
      if (this.mapObject) this.map.append(this.mapPicture());
      if (this.timePlot.clientWidth > PAPER) this.printed({ width: PAPER });
    };
    this.afterPrint = () => {
      this.words.open = sessionStorage.getItem(WORDS) === 'yes';
      this.map.querySelector('.ev-printed')?.remove();
      if (this.timePlot._fullLayout?.autosize === false) this.printed({ autosize: true });
    };
    window.addEventListener('beforeprint', this.onPrint);
    window.addEventListener('afterprint', this.afterPrint);
  },

  /** Draws the timeline in another width, which Plotly does at once. */
  printed(width) {
    this.drawing = true; // nobody looks at another part of it
    this.plotly?.relayout(this.timePlot, width);
    this.drawing = false;
  },

  unprintable() {
    window.removeEventListener('beforeprint', this.onPrint);
    window.removeEventListener('afterprint', this.afterPrint);
  },
};
