const calmly = (): ScrollBehavior => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth');
export const scrollsByItself = (panel: HTMLElement): boolean => getComputedStyle(panel).overflowY === 'auto';

/** Brings a comment into view. Beside the video only the panel moves; below it, the page does. */
export function reveal(item: HTMLElement, panel: HTMLElement | null): void {
  if (panel === null || !scrollsByItself(panel)) return item.scrollIntoView({ block: 'nearest', behavior: calmly() });
  const top = item.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  // A third from above: what came before is seen too.
  return panel.scrollTo({ top: panel.scrollTop + top - Math.max(0, (panel.clientHeight - item.clientHeight) / 3), behavior: calmly() });
}
