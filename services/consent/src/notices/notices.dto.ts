import { pageOf } from '@practika/http';
import { z } from 'zod';
import { PURPOSE_TABLE, PURPOSES } from './purposes.js';

export const purposeName = z.enum(PURPOSES);

export const noticeView = z.object({
  id: z.string(), version: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/), language: z.string(), body: z.string(), purposes: z.array(purposeName),
});

export const purposeView = z.object({
  purpose: purposeName, title: z.string(), text: z.string(), lawfulBasis: z.literal('consent'), optional: z.boolean(), recipients: z.array(z.string()),
});
export const purposePage = pageOf(purposeView);

export function purposeViews(): z.infer<typeof purposeView>[] {
  return PURPOSES.map((purpose) => {
    const { title, text, lawfulBasis, optional, recipients } = PURPOSE_TABLE[purpose];
    return { purpose, title, text, lawfulBasis, optional, recipients: [...recipients] };
  });
}
