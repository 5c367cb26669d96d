// Stands in the head of the dashboard's first page. Asks for what its first screen draws before anything else is loaded, and
// has the page itself (Streamlit's, whose address the element carries) begin once that is drawn: both at once would take
// each other's time, and the page takes long.
{
  const LATEST = 3000; // ms after which the page begins in any case
  const kept = () => {
    try {
      return localStorage.getItem(`stActiveTheme-${location.pathname}-v2`); // where Streamlit keeps the reader's choice
    } catch {
      return null; // a browser that keeps nothing
    }
  };
  const chosen = kept();
  const dark = chosen === '"Dark"' || (chosen !== '"Light"' && matchMedia('(prefers-color-scheme: dark)').matches);
  const asked = new URLSearchParams(location.search);
  asked.append('theme', dark ? 'dark' : 'light'); // after what the address says, which is the page's to answer
  asked.append('locale', navigator.language);
  const told = fetch(`/screen.json?${asked}`).then(answer => (answer.status === 200 ? answer.json() : null)).catch(() => null);
  const { page } = document.currentScript.dataset;
  const drawn = new Promise(done => {
    window.eventsAhead = { told, done };
    setTimeout(done, LATEST);
  });
  drawn.then(() => {
    for (const link of document.querySelectorAll('link[rel="later"]')) link.rel = 'modulepreload';
    import(new URL(page, document.baseURI).href);
  });
}
