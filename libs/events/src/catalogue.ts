import { z } from 'zod';

export const SERVICES = ['auth', 'exercises', 'media', 'consent'] as const;
export type ServiceName = (typeof SERVICES)[number];

interface EventDefinition {
  readonly producer: ServiceName;
  /** Who gets a copy: one job per consumer on its `evt-<service>` queue. */
  readonly consumers: readonly ServiceName[];
  readonly data: z.ZodType;
}

const user = z.strictObject({ userId: z.uuid() });
const asset = z.strictObject({
  assetId: z.uuid(),
  ownerId: z.uuid(),
  state: z.string(),
  durationMs: z.number().int().nonnegative().nullable(),
});
const consent = z.strictObject({
  subjectId: z.uuid(),
  purpose: z.string(),
  recipient: z.string().nullable(),
  recordId: z.uuid(),
  /** Of (subject, purpose): grows with every record. */
  epoch: z.number().int().positive(),
});
const exercise = z.strictObject({ exerciseId: z.uuid(), ownerId: z.uuid() });
const comment = z.strictObject({ commentId: z.uuid(), exerciseId: z.uuid(), authorId: z.uuid() });

const fromAuth = (...consumers: ServiceName[]) => ({ producer: 'auth', consumers, data: user }) as const;
const fromMedia = (...consumers: ServiceName[]) => ({ producer: 'media', consumers, data: asset }) as const;
const fromConsent = (...consumers: ServiceName[]) => ({ producer: 'consent', consumers, data: consent }) as const;

/**
 * Every event of version 1. Data carries ids, states and numbers only, never text, names or addresses: it lies as plain
 * text in Redis. An asset event carries the asset's whole public state, so that a consumer which keeps the highest
 * `seq` per subject is right whatever the order of arrival.
 */
export const EVENTS = {
  'practika.auth.user.registered.v1': fromAuth(),
  'practika.auth.user.verified.v1': fromAuth(),
  'practika.auth.user.updated.v1': fromAuth('exercises'),
  'practika.auth.role.changed.v1': fromAuth(),
  'practika.auth.session.revoked.v1': fromAuth('auth'),
  'practika.auth.user.erased.v1': fromAuth('exercises', 'media', 'consent'),
  'practika.media.asset.uploaded.v1': fromMedia('exercises'),
  'practika.media.asset.processing.v1': fromMedia('exercises'),
  'practika.media.asset.ready.v1': fromMedia('exercises'),
  'practika.media.asset.rejected.v1': fromMedia('exercises'),
  'practika.media.asset.quarantined.v1': fromMedia('exercises'),
  'practika.media.asset.failed.v1': fromMedia('exercises'),
  'practika.media.asset.held.v1': fromMedia('exercises'),
  'practika.media.asset.released.v1': fromMedia('exercises'),
  'practika.media.asset.expired.v1': fromMedia('exercises'),
  'practika.media.asset.deleting.v1': fromMedia('exercises'),
  'practika.media.asset.deleted.v1': fromMedia('exercises'),
  'practika.exercises.exercise.created.v1': { producer: 'exercises', consumers: [], data: exercise },
  'practika.exercises.exercise.updated.v1': { producer: 'exercises', consumers: [], data: exercise },
  'practika.exercises.exercise.deleted.v1': { producer: 'exercises', consumers: [], data: exercise },
  'practika.exercises.comment.created.v1': { producer: 'exercises', consumers: [], data: comment },
  'practika.exercises.comment.hidden.v1': { producer: 'exercises', consumers: [], data: comment },
  'practika.exercises.comment.deleted.v1': { producer: 'exercises', consumers: [], data: comment },
  'practika.consent.consent.granted.v1': fromConsent('media'),
  'practika.consent.consent.withdrawn.v1': fromConsent('media'),
} as const satisfies Record<string, EventDefinition>;

export type EventType = keyof typeof EVENTS;
export type EventData<T extends EventType> = z.infer<(typeof EVENTS)[T]['data']>;
