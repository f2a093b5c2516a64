import { describe, expect, it } from '@jest/globals';
import { applyWaivers, parseWaivers } from '../src/checks/waivers.js';

const REASON = 'a sentence that says why this may stay as it is';
const file = (more: string): string => `waivers:\n  - rule: A4.priority-class\n    objects: ['Deployment/*']\n    reason: ${REASON}\n    expires: 2027-01-31\n${more}`;
const found = (rule: string, object: string, render = 'practika: dev') => ({ render, finding: { rule, object, message: 'm' } });

describe('[K8] waivers', () => {
  it('should cover the rule and the objects that they name, and nothing else', () => {
    const { left, unused } = applyWaivers(parseWaivers(file('')), [found('A4.priority-class', 'Deployment/a'), found('A4.priority-class', 'StatefulSet/a'), found('A4', 'Deployment/a')], '2026-12-01');
    expect(left.map(({ finding }) => `${finding.rule} ${finding.object}`)).toEqual(['A4.priority-class StatefulSet/a', 'A4 Deployment/a']);
    expect(unused).toEqual([]);
  });

  it('should hold for the renders that they name alone', () => {
    const { left } = applyWaivers(parseWaivers(file('    renders: ["*: dev"]\n')), [found('A4.priority-class', 'Deployment/a'), found('A4.priority-class', 'Deployment/a', 'practika: production')], '2026-12-01');
    expect(left.map(({ render }) => render)).toEqual(['practika: production']);
  });

  it('should cover nothing after their last day', () => {
    const waivers = parseWaivers(file(''));
    expect(applyWaivers(waivers, [found('A4.priority-class', 'Deployment/a')], '2027-01-31')).toMatchObject({ left: [], expired: [] });
    expect(applyWaivers(waivers, [found('A4.priority-class', 'Deployment/a')], '2027-02-01')).toMatchObject({ left: [{ render: 'practika: dev' }], expired: [{ rule: 'A4.priority-class' }] });
  });

  it('should be named when nothing needs them', () => {
    expect(applyWaivers(parseWaivers(file('')), [], '2026-12-01').unused).toMatchObject([{ rule: 'A4.priority-class' }]);
  });

  it('should be refused without objects, reason or date, or for a scanner that nobody runs', () => {
    const read = () => parseWaivers('waivers:\n  - {rule: P1, objects: [], reason: because, expires: soon, scanners: {kubesec: [x]}}\n  - {objects: [x], reason: ' + REASON + ', expires: 2027-01-01}\n');
    for (const complaint of ['names no objects', 'no reason', 'no date of expiry', 'scanner kubesec', 'waives neither']) expect(read).toThrow(complaint);
  });
});
