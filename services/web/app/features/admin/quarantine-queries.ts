import { body, media } from '../../client/client.ts';

export interface Approval {
  readonly reviewerId: string;
  readonly at: string;
  readonly reason: string;
}
type Listed = Awaited<ReturnType<typeof load>>['items'][number];
/** Servers that say who has approved a release so far say it with the video. */
export type Held = Listed & { readonly approvals?: readonly Approval[] };

const load = (cursor: { readonly cursor?: string }) => body(media.GET('/api/media/v1/quarantine', { params: { query: { limit: 30, ...cursor } } }));
export const quarantinePage: (cursor: { readonly cursor?: string }) => Promise<{ readonly items: readonly Held[]; readonly nextCursor: string | null }> = load;

export type Decision = 'release' | 'reject';
/** @returns whether the file is released, rejected, or waits for a second person */
export async function decide(decision: Decision, assetId: string, reason: string): Promise<'released' | 'rejected' | 'approved'> {
  const options = { params: { path: { assetId } }, body: { reason } };
  if (decision === 'reject') {
    await media.POST('/api/media/v1/quarantine/{assetId}/reject', options);
    return 'rejected';
  }
  const { approvals, needed } = await body(media.POST('/api/media/v1/quarantine/{assetId}/release', options));
  return approvals < needed ? 'approved' : 'released';
}
