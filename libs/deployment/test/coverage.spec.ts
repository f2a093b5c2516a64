import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../src/helm.js';

describe('[K38] the page of what proves what', () => {
  it('[K38] should be what the tests\' names say, and leave no point without a test or a reason', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'tools', 'kubernetes-coverage.mjs'), '--check'], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
