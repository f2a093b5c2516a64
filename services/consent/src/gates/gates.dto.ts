import { invalid } from '@practika/problems';
import { z } from 'zod';
import { purposeName } from '../notices/notices.dto.js';
import { PURPOSE_TABLE } from '../notices/purposes.js';
import type { GateQuestion } from './gates.repository.js';

export const gateBody = z.strictObject({ subjectId: z.uuid(), purpose: purposeName, recipient: z.string().max(64).nullish() });

/** @throws validation-failed for a recipient that the purpose does not have: a gate with a typing mistake must be noticed */
export function questionOf(body: z.infer<typeof gateBody>): GateQuestion {
  const recipient = body.recipient ?? null;
  const { recipients } = PURPOSE_TABLE[body.purpose];
  if (recipients.length === 0 ? recipient !== null : recipient === null || !recipients.includes(recipient)) throw invalid('/recipient', 'does not fit the purpose');
  return { subjectId: body.subjectId, purpose: body.purpose, recipient };
}
