import { z } from 'zod';

/**
 * The envelope: CloudEvents 1.0 attributes, W3C trace context as the distributed-tracing extension, and our own
 * extensions. `seq` grows by one per subject; `actor.pseudonym` is an id, never a name.
 */
export const cloudEvent = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string(),
  data: z.unknown(),
  traceparent: z.string().nullable(),
  seq: z.number().int().positive(),
  correlationid: z.string(),
  causationid: z.string().nullable(),
  actor: z.strictObject({ kind: z.enum(['user', 'service', 'admin']), pseudonym: z.string() }),
  subjectepoch: z.number().int().nonnegative(),
  consentepoch: z.number().int().nonnegative(),
});
export type CloudEvent = z.infer<typeof cloudEvent>;
