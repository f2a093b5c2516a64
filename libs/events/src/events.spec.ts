import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { EVENTS, type EventType, SERVICES } from './catalogue.js';
import { EventConsumer } from './event-consumer.processor.js';
import { EventHandler } from './event-handler.js';
import { type OutboxRow, toJobs } from './outbox-batch.js';

const outboxRow = (row: Partial<OutboxRow>): OutboxRow => ({ id: '0190a1b2-0000-7000-8000-000000000001', kind: 'event', name: 'practika.auth.user.erased.v1', body: { id: 'x' }, traceparent: null, attempt: 0, ...row });
const handlerOf = (...types: EventType[]): EventHandler => Object.assign(Object.create(EventHandler.prototype) as EventHandler, { types });
const typesFor = (service: string): EventType[] => (Object.keys(EVENTS) as EventType[]).filter((t) => (EVENTS[t].consumers as readonly string[]).includes(service));
const consumer = (): EventConsumer => new EventConsumer('media', {} as DataSource);

describe('outbox rows on their way to the queues', () => {
  it('should become one job per consumer, with the attempt in the id', () => {
    const { byQueue } = toJobs([outboxRow({ attempt: 2 })]);
    expect([...byQueue.keys()].sort()).toEqual(['evt-consent', 'evt-exercises', 'evt-media']);
    expect(byQueue.get('evt-media')?.[0]?.jobId).toBe('0190a1b2-0000-7000-8000-000000000001.2');
  });

  it('should never make a job id that BullMQ refuses', () => {
    const { byQueue } = toJobs([outboxRow({ kind: 'job', name: 'mail', body: { queue: 'mail', name: 'mail', schemaVersion: 1, jobId: 'mail.1', payload: {} } }), outboxRow({})]);
    for (const jobs of byQueue.values()) for (const job of jobs) expect(job.jobId).not.toContain(':');
  });

  it('should give the same job the same id whichever row sent it, so that a queue that is behind takes it once', () => {
    const body = { queue: 'media-scan', name: 'scan', schemaVersion: 1, jobId: 'scan.asset.1', payload: {} };
    const { byQueue } = toJobs([outboxRow({ id: 'a', kind: 'job', body }), outboxRow({ id: 'b', kind: 'job', body })]);
    expect(new Set(byQueue.get('media-scan')?.map((job) => job.jobId)).size).toBe(1);
  });

  it('should be set aside when this release knows no such queue or event', () => {
    const { byQueue, unknown } = toJobs([outboxRow({ id: 'a', name: 'practika.auth.user.teleported.v1' }), outboxRow({ id: 'b', kind: 'job', body: { queue: 'toString' } }), outboxRow({ id: 'c', name: 'constructor' })]);
    expect(unknown).toEqual(['a', 'b', 'c']);
    expect(byQueue.size).toBe(0);
  });
});

describe('the handlers of a service', () => {
  it('should cover exactly what the catalogue sends to it, or its worker does not boot', () => {
    const all = typesFor('media');
    expect(() => consumer().register([handlerOf(...all)])).not.toThrow();
    expect(() => consumer().register([handlerOf(...all.slice(1))])).toThrow('has no handler');
    expect(() => consumer().register([handlerOf(...all), handlerOf(...all.slice(0, 1))])).toThrow('two handlers');
    expect(() => consumer().register([handlerOf(...all, 'practika.auth.user.updated.v1')])).toThrow('does not send it there');
  });
});

describe('the catalogue', () => {
  it.each(Object.entries(EVENTS))('should keep %s free of text that could name a person', (type, { producer, consumers, data }) => {
    expect(type).toMatch(new RegExp(`^practika\\.${producer}\\.[a-z]+\\.[a-z]+\\.v\\d+$`));
    for (const c of consumers) expect(SERVICES).toContain(c);
    const { properties } = z.toJSONSchema(data) as { properties: Record<string, unknown> };
    for (const name of Object.keys(properties)) expect(name).toMatch(/Id$|^(state|durationMs|purpose|recipient|epoch)$/);
  });
});
