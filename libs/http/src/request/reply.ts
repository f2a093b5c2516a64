import { DomainError } from '@practika/problems';
import type { FastifyReply } from 'fastify';
import type { RequestInput } from './request-input.js';

export function setLocation(reply: FastifyReply, path: string): void {
  reply.header('location', path);
}

/** A strong ETag of a row's version. */
export function etagOf(version: string | number): string {
  return `"${version}"`;
}

export function setEtag(reply: FastifyReply, etag: string): void {
  reply.header('etag', etag);
}

/** @throws precondition-failed when If-Match is there and names another version (RFC 9110 §13.1.1; weak tags never match) */
export function requireMatch(input: RequestInput, etag: string): void {
  const wanted = input.ifMatch;
  if (wanted === null || wanted.trim() === '*') return;
  if (!wanted.split(',').some((tag) => tag.trim() === etag)) throw new DomainError('precondition-failed', { detail: 'Somebody changed it after you read it. Read it again, then repeat your change.' });
}
