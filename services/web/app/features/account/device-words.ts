/** The server names a device in a few English words: `Firefox on Linux`, `curl`, `Unknown device`. */
export interface Device {
  readonly browser: string | null;
  readonly system: string | null;
  readonly small: boolean;
}

export function deviceOf(label: string): Device {
  if (label === 'Unknown device') return { browser: null, system: null, small: false };
  const at = label.indexOf(' on ');
  const [browser, system] = at < 0 ? [label, null] : [label.slice(0, at), label.slice(at + 4)];
  return { browser, system, small: system === 'Android' || system === 'iOS' };
}
