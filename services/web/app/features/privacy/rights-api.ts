import { queryOptions } from '@tanstack/react-query';
import type { Client } from 'openapi-fetch';
import { body, consent } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';

/** Taking out and erasing, as the contract has them. A server that does not offer them answers 404. */
export type ExportState = 'queued' | 'running' | 'ready' | 'ready_with_gaps' | 'failed' | 'expired';
export type ExportMode = 'access' | 'portability';
export type ErasureState = 'grace' | 'locked' | 'running' | 'completed' | 'partially_failed' | 'cancelled';

export interface ExportJob {
  readonly id: string;
  readonly state: ExportState;
  readonly progress: number | { readonly done: number; readonly total: number } | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

export interface ExportFiles {
  parts: { name: string; url: string; bytes: number; sha256: string }[];
  readonly manifest: { readonly url: string; readonly sha256: string };
  readonly signature: { readonly url: string };
}

export interface Erasure {
  readonly id: string;
  readonly state: ErasureState;
  readonly graceUntil: string;
  /** Open, and works after the account is gone. In the answer to the request alone. */
  readonly statusUrl?: string;
}

interface Answer<Body, Status extends number> {
  responses: Record<Status, { content: { 'application/json': Body } }>;
}
interface ById {
  parameters: { path: { id: string } };
}
interface Creates {
  parameters: { header: { 'Idempotency-Key': string } };
}
interface Done {
  responses: { 204: { content?: never } };
}
interface RightsPaths {
  '/api/consent/v1/exports': { get: Answer<{ items: ExportJob[] }, 200>; post: Creates & { requestBody: { content: { 'application/json': { mode: ExportMode } } } } & Answer<Pick<ExportJob, 'id' | 'state'>, 202> };
  '/api/consent/v1/exports/{id}/download': { post: ById & Answer<ExportFiles, 200> };
  '/api/consent/v1/erasures': { post: Creates & { requestBody: { content: { 'application/json': Record<string, never> } } } & Answer<Erasure, 202> };
  '/api/consent/v1/erasures/{id}': { get: ById & Answer<Erasure, 200>; delete: ById & Done };
}

export const rights = consent as unknown as Client<RightsPaths>;

const under = ({ state }: ExportJob): boolean => state === 'queued' || state === 'running';

/** null: not offered by this server. */
export const exportsQuery = queryOptions({
  queryKey: ['exports'],
  queryFn: async (): Promise<readonly ExportJob[] | null> => {
    try {
      return (await body(rights.GET('/api/consent/v1/exports'))).items;
    } catch (error) {
      if (isProblem(error, 'not-found')) return null;
      throw error;
    }
  },
  refetchInterval: ({ state }) => (state.data?.some(under) === true ? 5_000 : false),
});

/** null: there is none of this id. */
export const erasureQuery = (id: string | null) => queryOptions({
  queryKey: ['erasure', id], enabled: id !== null,
  queryFn: async (): Promise<Erasure | null> => {
    try {
      return await body(rights.GET('/api/consent/v1/erasures/{id}', { params: { path: { id: id ?? '' } } }));
    } catch (error) {
      if (isProblem(error, 'not-found')) return null;
      throw error;
    }
  },
});
