import { describe, expect, it } from '@jest/globals';
import { contractGaps, type ContractRoute } from '@practika/testing';
import { openApi } from './open-api.js';

/** The contract's table of this service. */
const CONTRACT: readonly ContractRoute[] = [
  'GET /exercises', 'POST /exercises', 'GET /exercises/{id}', 'PATCH /exercises/{id}', 'DELETE /exercises/{id}', 'POST /exercises/{id}/restore', 'POST /exercises/{id}/playback',
  'GET /exercises/{id}/comments', 'POST /exercises/{id}/comments', 'GET /exercises/{id}/events', 'GET /exercises/{id}/poster', 'GET /comments/{id}/poster', 'GET /comments/{id}', 'PATCH /comments/{id}', 'DELETE /comments/{id}',
  'POST /comments/{id}/playback', 'POST /comments/{id}/hide', 'POST /comments/{id}/unhide',
];

describe('the OpenAPI document of exercises', () => {
  it('should have exactly the routes of the contract, open or closed as agreed', async () => {
    expect(contractGaps(await openApi(), '/api/exercises/v1', CONTRACT)).toEqual([]);
  });

  it('should describe an answer of every operation, and problems as problem documents', async () => {
    const { paths } = await openApi();
    for (const item of Object.values(paths)) {
      for (const { responses } of Object.values(item as Record<string, { responses: Record<string, { content?: object }> }>)) {
        expect(Object.keys(responses).some((status) => /^[23]/.test(status))).toBe(true);
        expect(responses['429']?.content).toHaveProperty(['application/problem+json']);
      }
    }
  });
});
