import { z } from 'zod';

export const reference = z.strictObject({ kind: z.enum(['exercise', 'comment']), ownerId: z.uuid() });
