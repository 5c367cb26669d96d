// When the live map is painted. Its library asks for a frame with each piece of data that comes, so that an answer would be
// painted half a dozen times, each time in whole; without a graphics card every one keeps the page for a sixth of a second.
// So a frame that would only show a part of the data that is on its way waits for the rest of it, or LONGEST. No request is
// dropped: each ends in a frame. What is done to the map itself (moved, resized, given other layers) is painted at once.

const LONGEST = 250; // ms that a frame is put off at most
const HAND = 500; // ms after a touch of the map in which it only follows the hand
const TOUCHES = ['pointerdown', 'pointermove', 'wheel', 'keydown'];
const SHAPING = ['addSource', 'removeSource', 'addLayer', 'removeLayer', 'moveLayer', 'setStyle', 'setFilter']; // what the map is made of

/** Where a map looks, and how large it is. */
function lookOf(map) {
  const { lng, lat } = map.getCenter();
  const { width, height } = map.getCanvas();
  return [lng, lat, map.getZoom(), map.getBearing(), map.getPitch(), width, height].join();
}

/** Whether a map's canvas has the size of its place on screen. */
function fits(map) {
  const { width, height } = map.getCanvas();
  const { clientWidth, clientHeight } = map.getContainer();
  const ratio = map.getPixelRatio();
  return width === Math.floor(clientWidth * ratio) && height === Math.floor(clientHeight * ratio);
}

/** Has `map` paint what comes once all of it is there. */
export function patient(map) {
  const { triggerRepaint, resize } = map; // its class's own
  let painted; // where it looked then
  let reshaped = true;
  let touched = -Infinity;
  let after = false; // within the end of a frame
  let late;
  let soon;
  const paint = () => {
    clearTimeout(late);
    clearTimeout(soon);
    late = soon = undefined;
    triggerRepaint.call(map);
  };
  const hurried = () => reshaped || map.isMoving() || performance.now() - touched < HAND || lookOf(map) !== painted;
  map.triggerRepaint = () => {
    if (hurried()) return paint();
    late ??= setTimeout(paint, LONGEST);
    if (after && map.loaded()) return undefined; // it has just shown all; the frame that follows only places the names again
    soon ??= setTimeout(() => {
      soon = undefined; // by now, all data of one drawing has been sent for
      if (map.isStyleLoaded()) paint();
    });
    return undefined;
  };
  map.on('render', () => {
    painted = lookOf(map);
    reshaped = false;
    after = true;
    queueMicrotask(() => (after = false));
  });
  for (const name of SHAPING) watched(map, name, () => (reshaped = true));
  for (const of of ['Layout', 'Paint'])
    watched(map, `set${of}Property`, (layer, name, value) => {
      reshaped ||= JSON.stringify(map[`get${of}Property`](layer, name)) !== JSON.stringify(value);
    });
  for (const name of TOUCHES) map.getCanvasContainer().addEventListener(name, ({ type, buttons }) => (touched = type !== 'pointermove' || buttons ? performance.now() : touched), { capture: true, passive: true });
  // Plotly resizes the map whenever it draws; that empties the canvas, so that a frame would have to follow at once.
  map.resize = (...given) => {
    if (fits(map)) map.triggerRepaint();
    else {
      painted = undefined;
      resize.apply(map, given);
    }
    return map;
  };
}

/** Tells of each call of a method before it is done. */
function watched(map, name, told) {
  const own = map[name];
  map[name] = (...given) => {
    told(...given);
    return own.apply(map, given);
  };
}
