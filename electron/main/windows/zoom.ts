/** The sizes of the window's content, as browsers step through them: 50 to 300 %. */
export const zoomFactors = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** The next larger (`by` 1) or smaller (-1) size; the ends stay where they are. */
export function nextZoom(factor: number, by: 1 | -1): number {
  // Chromium answers with what it computed from a level, a little beside the step that was set.
  const slack = 0.005;
  const found = by === 1 ? zoomFactors.find((each) => each > factor + slack) : zoomFactors.findLast((each) => each < factor - slack);
  return found ?? (by === 1 ? 3 : 0.5);
}
