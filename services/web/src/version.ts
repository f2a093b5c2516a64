import { readFileSync } from 'node:fs';
import { releaseOr } from '@practika/config';

// The same relative path from src and from dist.
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

export const VERSION = releaseOr(manifest.version);
