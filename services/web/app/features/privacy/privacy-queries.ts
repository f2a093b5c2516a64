import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { body, consent } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';

export const noticeQuery = queryOptions({ queryKey: ['notice'], queryFn: () => body(consent.GET('/api/consent/v1/notices/current')), staleTime: 300_000 });
export const purposesQuery = queryOptions({ queryKey: ['purposes'], queryFn: async () => (await body(consent.GET('/api/consent/v1/purposes'))).items, staleTime: 300_000 });
export const consentsQuery = queryOptions({ queryKey: ['consents'], queryFn: async () => (await body(consent.GET('/api/consent/v1/consents'))).items });

export type Purpose = Awaited<ReturnType<NonNullable<typeof purposesQuery.queryFn>>>[number];
export type PurposeName = Purpose['purpose'];
export type Decision = 'given' | 'withdrawn';
export type ConsentState = Decision | 'never';

/** What the person decided for one purpose and recipient; undefined while it is not known. */
export function useConsent(purpose: PurposeName, recipient: string | null = null): ConsentState | undefined {
  const { data } = useQuery(consentsQuery);
  return data === undefined ? undefined : data.find((row) => row.purpose === purpose && row.recipient === recipient)?.state ?? 'never';
}

/**
 * Gives, refuses or withdraws. Always with the version of the notice that this page had: an outdated one is refused, the
 * new one is then loaded, and has to be shown before the same is asked again.
 */
export function useDecide(): (purpose: PurposeName, recipient: string | null, state: Decision) => Promise<void> {
  const client = useQueryClient();
  return async (purpose, recipient, state) => {
    const notice = client.getQueryData(noticeQuery.queryKey) ?? await client.fetchQuery(noticeQuery);
    try {
      await consent.PUT('/api/consent/v1/consents/{purpose}', { params: { path: { purpose } }, body: { state, noticeVersion: notice.version, ...(recipient === null ? {} : { recipient }) } });
    } catch (error) {
      if (isProblem(error, 'notice-outdated')) await Promise.all([client.fetchQuery({ ...noticeQuery, staleTime: 0 }), client.invalidateQueries({ queryKey: ['purposes'] })]);
      throw error;
    } finally {
      await client.invalidateQueries({ queryKey: ['consents'] });
      void client.invalidateQueries({ queryKey: ['receipts'] });
      // What rests on the processing of videos has changed its state by now.
      if (purpose === 'video_processing') for (const queryKey of [['assets'], ['asset']]) void client.invalidateQueries({ queryKey });
    }
  };
}
