import type { operations } from '@practika/api-types/media';
import { auth, consent, exercises, media } from '../../client/client.ts';

export const SERVICES = ['media', 'auth', 'exercises', 'consent'] as const;
export type Service = (typeof SERVICES)[number];

type Answer<Name extends 'Queues.list' | 'Queues.failed'> = operations[Name]['responses'][200]['content']['application/json'];
/** Numbers are null when no worker has reported lately, and nobody knows. Times in milliseconds; null, too, when nothing waits. */
export type Queue = Answer<'Queues.list'>['items'][number];
/** `job` is the kind of work, or an event's type; `subject` what it is about (`asset/0190…`), never a person's words. */
export type FailedJob = Answer<'Queues.failed'>['items'][number];

/** The same routes stand below each service's own address, so one way to call serves all four. */
interface Any {
  GET(path: string, options: object): Promise<{ data?: unknown }>;
  POST(path: string, options: object): Promise<{ data?: unknown }>;
}
const CLIENTS = { auth, consent, exercises, media } as unknown as Readonly<Record<Service, Any>>;
const path = (service: Service, rest = '') => `/api/${service}/v1/queues${rest}`;

export const loadQueues = async (service: Service): Promise<readonly Queue[]> => ((await CLIENTS[service].GET(path(service), {})).data as Answer<'Queues.list'>).items;

export const failedPage = async (service: Service, name: string, cursor: { readonly cursor?: string }): Promise<Answer<'Queues.failed'>> =>
  (await CLIENTS[service].GET(path(service, '/{name}/failed'), { params: { path: { name }, query: { limit: 20, ...cursor } } })).data as Answer<'Queues.failed'>;

export type Cure = 'retry' | 'discard';
export const cure = async (service: Service, name: string, id: string, what: Cure, reason: string): Promise<void> => {
  await CLIENTS[service].POST(path(service, `/{name}/failed/{jobId}/${what}`), { params: { path: { name, jobId: id } }, body: { reason } });
};
