import { z } from 'zod';
import type { JobContract } from './job-contract.js';

const assetStep = z.strictObject({
  assetId: z.uuid(),
  /** The asset row's attempt that this job was sent for: a job of an older attempt finds nothing to claim. */
  attempt: z.number().int().min(0),
});
export type AssetStep = z.infer<typeof assetStep>;

const assetStepJob = (queue: 'media-checksum' | 'media-scan' | 'media-process', name: string): JobContract<AssetStep> => ({
  queue, name, schemaVersion: 1, payload: assetStep, jobId: (p) => `${name}.${p.assetId}.${p.attempt}`,
});

export const ChecksumJob = assetStepJob('media-checksum', 'checksum');
export const ScanJob = assetStepJob('media-scan', 'scan');
export const ProcessJob = assetStepJob('media-process', 'process');

const deletion = z.strictObject({
  assetId: z.uuid(),
  /** everything: the asset goes. renditions: consent was withdrawn, the original stays with its owner. */
  what: z.enum(['everything', 'renditions']),
  attempt: z.number().int().min(0),
});
export type Deletion = z.infer<typeof deletion>;
export const DeleteJob: JobContract<Deletion> = {
  queue: 'media-delete', name: 'delete', schemaVersion: 1, payload: deletion,
  jobId: (p) => `delete.${p.what}.${p.assetId}.${p.attempt}`,
};

const mail = z.strictObject({ mailId: z.uuid(), attempt: z.number().int().min(0) });
export type Mail = z.infer<typeof mail>;
export const MailJob: JobContract<Mail> = {
  queue: 'mail', name: 'mail', schemaVersion: 1, payload: mail, jobId: (p) => `mail.${p.mailId}.${p.attempt}`,
};
