export interface Step {
  readonly name: 'uploading' | 'checking' | 'scanning' | 'processing' | 'ready';
  readonly status: 'done' | 'now' | 'failed' | 'ahead';
}

const ORDER = ['uploading', 'checking', 'scanning', 'processing', 'ready'] as const;
/** The step that a state is at; what waits for a step is at it. */
const AT: Readonly<Record<string, (typeof ORDER)[number]>> = { created: 'uploading', uploading: 'uploading', uploaded: 'checking', checking: 'checking', scanning: 'scanning', processing: 'processing', ready: 'ready' };
/** Where a video that will not be ready got stuck. */
const STUCK: Readonly<Record<string, (typeof ORDER)[number]>> = { expired: 'uploading', quarantined: 'scanning', consent_hold: 'processing' };

/** @param history the states that the video was in, oldest first */
export function stepsOf({ state, history }: { readonly state: string; readonly history: readonly { readonly state: string }[] }): readonly Step[] {
  const stuck = AT[state] === undefined;
  const reached = AT[state] ?? STUCK[state] ?? history.map((entry) => AT[entry.state]).findLast((step) => step !== undefined) ?? 'uploading';
  const at = ORDER.indexOf(reached);
  return ORDER.map((name, index) => ({ name, status: index < at || (name === 'ready' && state === 'ready') ? 'done' : index > at ? 'ahead' : stuck ? 'failed' : 'now' }));
}
