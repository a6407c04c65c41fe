/** What runs in the page: each function stands alone, Playwright sends its text. */

/** Frame intervals for a time, ms; with `scroll` the list is moved thirty times a second meanwhile. */
export async function frames({ seconds, scroll }) {
  const grid = document.querySelector('[role=grid]');
  const deltas = [];
  let last = performance.now();
  let tick = 0;
  const end = last + seconds * 1000;
  await new Promise((resolve) => {
    const step = (now) => {
      deltas.push(now - last);
      last = now;
      tick += 1;
      if (scroll && tick % 2 === 0) grid.scrollTop += tick % 240 < 120 ? -90 : 89;
      if (now < end) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
  deltas.sort((a, b) => a - b);
  const at = (share) => Number((deltas[Math.min(deltas.length - 1, Math.floor(share * deltas.length))] ?? 0).toFixed(1));
  return { frames: deltas.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Types a filter as a whole and waits until the counters show the answer for all that is retained; ms. */
export async function filterLatency(text) {
  const input = document.querySelector('input[role=combobox]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const started = performance.now();
  let first = null;
  set.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  for (;;) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const state = document.querySelector('[data-filter]')?.getAttribute('data-filter');
    const unsearched = document.querySelector('[data-filter]')?.getAttribute('data-unsearched');
    if (state === text && first === null) first = performance.now() - started;
    if (state === text && unsearched === '0') return { first: Math.round(first), complete: Math.round(performance.now() - started) };
    if (performance.now() - started > 20_000) return { first: first === null ? null : Math.round(first), complete: 20_000 };
  }
}
