import { auth, consent, exercises, media } from '../../client/client.ts';

export const SERVICES = ['media', 'auth', 'exercises', 'consent'] as const;
export type Service = (typeof SERVICES)[number];

export interface Queue {
  readonly name: string;
  /** null, as the next two: no worker has looked lately, and nobody knows. */
  readonly waiting: number | null;
  readonly active: number | null;
  readonly delayed: number | null;
  /** Not tried any more, and not settled by anybody. */
  readonly failed: number;
  /** Milliseconds; null when nothing waits. */
  readonly oldestWaitingMs: number | null;
  readonly seenAt: string | null;
}
export interface FailedJob {
  readonly id: string;
  /** The kind of work; of an event, its type. */
  readonly job: string;
  /** What it is about: `asset/0190…`; never a person's words. */
  readonly subject: string | null;
  readonly failedAt: string;
  readonly attempts: number;
  readonly reason: string;
}
interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** The same routes stand below each service's own address, so one way to call serves all four. */
interface Any {
  GET(path: string, options: object): Promise<{ data?: unknown }>;
  POST(path: string, options: object): Promise<{ data?: unknown }>;
}
const CLIENTS = { auth, consent, exercises, media } as unknown as Readonly<Record<Service, Any>>;
const path = (service: Service, rest = '') => `/api/${service}/v1/queues${rest}`;

export const loadQueues = async (service: Service): Promise<readonly Queue[]> => ((await CLIENTS[service].GET(path(service), {})).data as Page<Queue>).items;

export const failedPage = async (service: Service, name: string, cursor: { readonly cursor?: string }): Promise<Page<FailedJob>> =>
  (await CLIENTS[service].GET(path(service, '/{name}/failed'), { params: { path: { name }, query: { limit: 20, ...cursor } } })).data as Page<FailedJob>;

export type Cure = 'retry' | 'discard';
export const cure = async (service: Service, name: string, id: string, what: Cure, reason: string): Promise<void> => {
  await CLIENTS[service].POST(path(service, `/{name}/failed/{jobId}/${what}`), { params: { path: { name, jobId: id } }, body: { reason } });
};
