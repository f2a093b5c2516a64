/** After what had the focus went away: the screen is read from its heading again. Later than a dialog gives the focus back. */
export const focusHeading = (): void => void setTimeout(() => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true }), 0);
