import { DomainError } from '@practika/problems';
import type { FastifyReply } from 'fastify';
import type { RequestInput } from './request-input.js';

export function setLocation(reply: FastifyReply, path: string): void {
  reply.header('location', path);
}

/** Seconds that a signed URL stays good after the last time a cache may hand it out. */
const SPARE = 60;

/**
 * Sends a picture's client on to a signed URL (a 302 is the handler's). The client may keep the answer for a while shorter
 * than the URL lives, so that a page full of pictures does not have each signed again whenever it is shown; it is kept for
 * this person's credential alone.
 */
export function redirectToSigned(reply: FastifyReply, signed: { readonly url: string; readonly expiresAt: string }): void {
  const seconds = Math.floor((Date.parse(signed.expiresAt) - Date.now()) / 1_000) - SPARE;
  if (seconds > 0) reply.header('cache-control', `private, max-age=${seconds}`).header('vary', 'Cookie, Authorization');
  setLocation(reply, signed.url);
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
