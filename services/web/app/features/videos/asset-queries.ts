import { queryOptions } from '@tanstack/react-query';
import { body, exercises, media } from '../../client/client.ts';

export type Asset = Awaited<ReturnType<typeof loadAsset>>;
export type AssetState = Asset['state'];

const loadAsset = (id: string) => body(media.GET('/api/media/v1/assets/{id}', { params: { path: { id } } }));
/** States that a video leaves by itself. */
const MOVING: ReadonlySet<string> = new Set<AssetState>(['created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing', 'deleting']);
export const isMoving = (state: string): boolean => MOVING.has(state);
export const isRefused = (state: string): boolean => state === 'rejected' || state === 'quarantined' || state === 'failed' || state === 'expired' || state === 'deleted';
/** Its owner may have the bytes as they were sent. */
export const hasOriginal = (state: string): boolean => state === 'ready' || state === 'consent_hold' || state === 'failed';

/** Events say what moved (useAssetEvents). Should they stay away without a word, it is asked for now and then. */
export const assetQuery = (id: string) => queryOptions({
  queryKey: ['asset', id], queryFn: () => loadAsset(id),
  refetchInterval: ({ state: { data } }) => (data !== undefined && isMoving(data.state) ? 15_000 : false),
});

export const assetsPage = (cursor: { readonly cursor?: string }) => body(media.GET('/api/media/v1/assets', { params: { query: { limit: 30, ...cursor } } }));

/** One's own exercises by the video that they show: what would have no video without it. Of the newest hundred. */
export const usesQuery = queryOptions({
  queryKey: ['exercises', 'uses'], staleTime: 60_000,
  queryFn: async () => {
    const { items } = await body(exercises.GET('/api/exercises/v1/exercises', { params: { query: { owner: 'me', limit: 100 } } }));
    const uses = new Map<string, { readonly id: string; readonly name: string }[]>();
    for (const { id, name, video } of items) if (video.kind === 'asset') uses.set(video.assetId, [...(uses.get(video.assetId) ?? []), { id, name }]);
    return uses;
  },
});
