import { secretFiles } from '@practika/config';
import { logger } from './logger.js';
import { counter } from './metrics.js';

const log = logger('secrets');
const reloads = counter('practika_secret_reloads_total', 'New contents of secret files, by setting and what became of them', ['name', 'outcome']);

/** Follows the secret files of this process, and says by name what became of each change. @returns what ends that */
export function followSecrets(): () => void {
  /** Tried again every few seconds; said once. */
  const failing = new Set<string>();
  secretFiles.report((name, outcome) => {
    reloads.inc({ name, outcome });
    if (outcome === 'reloaded') log.info({ name }, 'a changed secret is in use');
    else if (outcome === 'restart') log.warn({ name }, 'a setting changed that counts from the next start on');
    else if (outcome !== 'failed') log.error({ name, outcome }, 'a changed secret cannot be taken up; the one before stays in use');
    else if (!failing.has(name)) log.warn({ name }, 'a changed secret does not work yet; the one before stays in use meanwhile');
    if (outcome === 'failed') failing.add(name);
    else failing.delete(name);
  });
  return secretFiles.start();
}
