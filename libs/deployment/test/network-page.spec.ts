import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../src/helm.js';
import { networkPage } from '../src/network/page.js';

const PAGE = join(ROOT, 'docs', 'kubernetes', 'network.md');
const RULES = ['security-groups.alb', 'security-groups.ecs', 'security-groups.rds', 'network-access-control.internet-access', 'network-access-control.database-access', 'network-access-control.s3-access'];

describe('the page of the network', () => {
  it('[S6] [K18] should be what the values and the policies say (node tools/network-page.mjs writes it)', () => {
    expect(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '').toBe(networkPage());
  });

  it.each(RULES)('[S6] [K18] [%s] should map the rule to policies and rows', (rule) => {
    const line = networkPage().split('\n').find((one) => one.startsWith('|') && one.includes(`\`${rule}\``));
    expect(line?.split('|').slice(1, -1).map((cell) => cell.trim()).filter((cell) => cell === '')).toEqual([]);
  });

  it('[K18] should have a line for each mode of the edge, and no namespace in that of the load balancer', () => {
    const lines = networkPage().split('\n').filter((one) => one.includes('`security-groups.ecs`'));
    expect(lines.map((line) => /mode `(\w+)`/.exec(line)?.[1])).toEqual(['selector', 'alb', 'hostNetwork']);
    expect(lines.map((line) => line.includes('namespace `'))).toEqual([true, false, false]);
  });
});
