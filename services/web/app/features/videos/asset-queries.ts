import { queryOptions } from '@tanstack/react-query';
import { body, media } from '../../client/client.ts';

export type Asset = Awaited<ReturnType<typeof loadAsset>>;
export type AssetState = Asset['state'];

const loadAsset = (id: string) => body(media.GET('/api/media/v1/assets/{id}', { params: { path: { id } } }));
/** States that a video leaves by itself. */
const MOVING: ReadonlySet<string> = new Set<AssetState>(['created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing', 'deleting']);
export const isMoving = (state: string): boolean => MOVING.has(state);
export const isRefused = (state: string): boolean => state === 'rejected' || state === 'quarantined' || state === 'failed' || state === 'expired' || state === 'deleted';

/** Events say that something moved; should they not come, it is asked for now and then. */
export const assetQuery = (id: string) => queryOptions({
  queryKey: ['asset', id], queryFn: () => loadAsset(id),
  refetchInterval: ({ state: { data } }) => (data !== undefined && isMoving(data.state) ? 4_000 : false),
});
