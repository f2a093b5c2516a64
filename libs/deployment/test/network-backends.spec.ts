import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../src/helm.js';
import { parseManifests } from '../src/manifests.js';
import { portsNamed } from '../src/network/expected-rows.js';
import { evaluator } from '../src/network/evaluator.js';
import { compare, comparisonLines } from '../src/network/matrix-report.js';
import { matrixOf, policiesOf, portsOf, rowKey } from '../src/network/matrix.js';
import { rowOf } from '../src/network/page-tables.js';
import { DEVELOPMENT, subjectOf } from '../src/network/subject.js';

const BACKENDS = 'practika-backends';
const { manifests, settings, world, expected } = subjectOf(DEVELOPMENT);
/** The other half of the chain: what the databases themselves let in. */
const theirs = parseManifests(readFileSync(join(ROOT, 'k8s', 'backends', 'network-policies.yaml'), 'utf8')).map((one) => ({ ...one, metadata: { ...one.metadata, namespace: BACKENDS } }));
const both = [...manifests, ...theirs];

describe('the development backends', () => {
  it('[S6] [C1] [security-groups.rds] should let in all that the edges want, from their own side', () => {
    const matrix = matrixOf(both, world, portsNamed(settings));
    expect(comparisonLines(compare(expected, matrix), expected, matrix)).toEqual([]);
  });

  it('[S6] [security-groups.rds] [network-access-control.database-access] should let in nobody else, the edge to store and mail for browsers apart', () => {
    const backends = [...world.others.values()].filter((one) => one.kind === 'pod' && one.namespace === BACKENDS);
    const everyone = [...world.own.map(({ endpoint }) => endpoint), ...world.others.values()].filter((one) => !backends.includes(one));
    const decided = evaluator(policiesOf(both, 'upgrade', { ipBlockMeansPods: true }), world.namespaces);
    const passing = backends.flatMap((backend) =>
      everyone.flatMap((source) =>
        portsOf(world, [1080]).filter(({ protocol, port }) => decided.decide(source, backend, protocol, port).allowed).map(({ protocol, port }) => rowKey(source.id, backend.id, protocol, port)),
      ),
    );
    const wanted = [...expected.keys()].filter((row) => backends.some(({ id }) => id === rowOf(row).to));
    // A second release in the platform's namespace wears the same groups: labels grant, and this namespace is the platform's.
    expect(passing.filter((row) => !row.startsWith('other release ')).toSorted()).toEqual([...wanted, 'edge → s3 TCP/7070', 'edge → smtp TCP/1080'].toSorted());
  });

  it('[S6] should let nothing out', () => {
    const backends = [...world.others.values()].filter((one) => one.kind === 'pod' && one.namespace === BACKENDS);
    const decided = evaluator(policiesOf(both, 'running', { ipBlockMeansPods: true }), world.namespaces);
    const out = backends.flatMap((backend) => [...world.others.values()].filter((one) => decided.anyPasses(backend, one)).map((one) => `${backend.id} → ${one.id}`));
    expect(out).toEqual([]);
  });
});
