import { body, media } from '../../client/client.ts';

export const quarantinePage = (cursor: { readonly cursor?: string }) => body(media.GET('/api/media/v1/quarantine', { params: { query: { limit: 30, ...cursor } } }));
/** With the approvals of its release so far, in this stay. */
export type Held = Awaited<ReturnType<typeof quarantinePage>>['items'][number];

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
