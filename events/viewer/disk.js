// A page opened from disk has no origin of its own, and browsers then refuse what MapLibre does for its worker: a module
// in a blob that imports another blob. Here its code runs as one plain script instead. Bound to how the chart library
// hands over the worker's code, so a test opens a file in a browser with every new version of that library.
if (location.protocol === 'file:') {
  const { Blob: Plain, Worker: Started } = window;
  const EXPORTED = /export\s*\{[^}]*as default\s*\};/;
  const SURELY_CODE = 1e5; // characters; no other script that is made into a blob is as long
  const address = URL.createObjectURL.bind(URL);
  const workers = new WeakSet();
  let worker;
  window.Blob = new Proxy(Plain, {
    construct(target, [parts, options]) {
      const code = /javascript/.test(options?.type ?? '') && typeof parts?.[0] === 'string' && parts[0].length > SURELY_CODE;
      const blob = new target(code ? [parts[0].replace(EXPORTED, '')] : parts, options);
      if (code) workers.add(blob);
      return blob;
    },
  });
  URL.createObjectURL = blob => {
    const made = address(blob);
    if (workers.has(blob)) worker = made;
    return made;
  };
  window.Worker = new Proxy(Started, {
    construct: (target, [script, options]) => (worker && String(script).startsWith('blob:') ? new target(worker) : new target(script, options)),
  });
}
