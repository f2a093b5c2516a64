import { describe, expect, it } from '@jest/globals';
import { rowOf } from '../src/network/page-tables.js';
import { partyOf, type Backend } from '../src/network/settings.js';
import { BASE, valuesFiles, subjectOf, type Subject } from '../src/network/subject.js';
import { partyIds, usualPort } from '../src/network/world.js';

// These hold whatever the table of edges says: somebody who widens the table by mistake is told here.
const shut = valuesFiles().filter((file) => subjectOf(file).settings.global.networkPolicy.enabled);
const rowsIn = ({ matrix }: Subject) => [...matrix.allowed.keys()].map((key) => ({ key, ...rowOf(key) }));
/** Rows to a party's pods, address or name at its port: parties may share a block of addresses. */
const rowsTo = (subject: Subject, backend: Backend) => {
  const { pod, address, name } = partyIds(backend);
  const port = `TCP/${partyOf(backend, subject.settings).port ?? usualPort(backend)}`;
  return rowsIn(subject).filter((row) => [pod, address, name].includes(row.to) && row.port === port);
};
const isOwn = (subject: Subject, id: string): boolean => subject.world.own.some((pod) => pod.id === id);
const only = (found: readonly { readonly key: string }[]): string[] => found.map(({ key }) => key);

describe.each(shut)('whatever the edges are: %s', (file) => {
  const subject = subjectOf(file);
  const rows = rowsIn(subject);
  const toOwn = rows.filter(({ to }) => isOwn(subject, to));
  const { edge } = subject.settings.global.networkPolicy;

  it('[K19] should let nobody to 8000 but the edge and the tests of a release', () => {
    const isEdge = (id: string): boolean => (edge.mode === 'selector' ? id === 'edge' : subject.world.others.get(id)?.kind === 'address' || id === 'edge-on-host');
    expect(only(toOwn.filter(({ from, port }) => port === 'TCP/8000' && !isEdge(from) && from !== 'practika/test-reach'))).toEqual([]);
  });

  it('[K19] should let nobody to the metrics but Prometheus, and Prometheus to nothing else', () => {
    expect(only(toOwn.filter(({ from, port }) => (port === 'TCP/9464') !== (from === 'prometheus')))).toEqual([]);
  });

  it('[K19] should let nobody but pods of the release to the internal port', () => {
    expect(only(toOwn.filter(({ from, port }) => port === 'TCP/8001' && !isOwn(subject, from)))).toEqual([]);
  });

  it('[S6] [C2] [C8] [vpc-configuration.private-subnets] should let no pod to the API server, a node, the metadata address or the address of credentials', () => {
    expect(only(rows.filter(({ from, to }) => isOwn(subject, from) && ['api-server', 'api-server-service', 'node', 'metadata', 'pod-identity'].includes(to)))).toEqual([]);
  });

  it('[S6] [network-access-control.internet-access] should let nothing in from the internet, and nothing out to it', () => {
    expect(only(rows.filter(({ from, to }) => from === 'internet' || to === 'internet'))).toEqual([]);
  });

  it('[S6] [network-access-control.s3-access] should let none but media to the object store, and none but the scanning worker to the scanner', () => {
    const isMedia = (id: string): boolean => id.startsWith('media/');
    expect(only(rowsTo(subject, 's3').filter(({ from }) => !isMedia(from)))).toEqual([]);
    expect(only([...rowsTo(subject, 'clamd'), ...rows.filter(({ to }) => to === 'clamav/clamd')].filter(({ from }) => from !== 'media/scan'))).toEqual([]);
  });

  it('[S6] [network-access-control.database-access] should keep web, clamd, the buckets Job and the tests from Postgres, and migrations from Redis', () => {
    expect(only(rowsTo(subject, 'postgres').filter(({ from }) => /^(web|clamav|practika)\/|\/buckets$/.test(from)))).toEqual([]);
    expect(only([...rowsTo(subject, 'redisCache'), ...rowsTo(subject, 'redisQueue')].filter(({ from }) => /^(web|clamav|practika)\/|\/(buckets|migrate)$/.test(from)))).toEqual([]);
  });

  it('[S6] should let nobody who merely looks like somebody', () => {
    expect(only(rows.filter(({ from, to }) => [from, to].some((id) => /^(impostor|other release) |-labels-(elsewhere|here)$|-other-pod$|^(stranger|foreign-pod|private-address)$/.test(id))))).toEqual([]);
  });

  it('[K15] should let whoever asks the DNS ask it over UDP and over TCP', () => {
    const asking = (port: string): string[] => rows.filter((row) => row.port === port && (row.to === 'kube-dns' || row.to === 'node-local-dns')).map(({ from, to }) => `${from} → ${to}`).toSorted();
    expect(asking('TCP/53')).toEqual(asking('UDP/53'));
    expect(asking('TCP/53').length).toBeGreaterThan(10);
  });
});

describe('the modes of the edge', () => {
  it.each([['alb'], ['hostNetwork']])('[K18] should name no namespace of the edge in mode %s', (mode) => {
    const { manifests } = subjectOf(BASE, { global: { networkPolicy: { edge: { mode, cidrs: ['198.18.1.0/28'] } } } });
    const policies = manifests.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.endsWith('-from-edge'));
    expect(policies.length).toBe(5);
    expect(policies.filter((policy) => JSON.stringify(policy).includes('Selector":{"matchLabels":{"kubernetes.io/metadata.name'))).toEqual([]);
  });
});
