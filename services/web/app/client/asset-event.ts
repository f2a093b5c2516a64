/** What the server says of a video that moves. */
export interface AssetEvent {
  readonly assetId: string;
  readonly state: string;
  readonly reason: { readonly code: string; readonly text: string } | null;
  readonly progress: { readonly stage: string; readonly done: number; readonly total: number; readonly ahead: number } | null;
  readonly at: string;
}

interface Followed {
  readonly id: string;
  readonly state: string;
  readonly reason: AssetEvent['reason'];
  readonly progress: AssetEvent['progress'];
}

/** @returns null for what is no event of a video: a newer server may say more than this page knows */
export function parseAssetEvent(data: string): AssetEvent | null {
  try {
    const said = JSON.parse(data) as Partial<AssetEvent> | null;
    return typeof said?.assetId === 'string' && typeof said.state === 'string' ? { assetId: said.assetId, state: said.state, reason: said.reason ?? null, progress: said.progress ?? null, at: said.at ?? '' } : null;
  } catch {
    return null;
  }
}

/** The video as it is after an event. Who waits keeps its place in the queue until something newer is known. */
export const withAssetEvent = (asset: Followed, { state, reason, progress }: AssetEvent): Followed => ({ ...asset, state, reason, progress: progress ?? (asset.state === state ? asset.progress : null) });
