import { describe, expect, it } from '@jest/globals';
import { contractGaps, type ContractRoute } from '@practika/testing';
import { openApi } from './open-api.js';

/** The contract's table of this service. */
const CONTRACT: readonly ContractRoute[] = [
  'GET /uploads', 'POST /uploads', 'POST /uploads/{id}/parts', 'GET /uploads/{id}', 'POST /uploads/{id}/complete', 'DELETE /uploads/{id}',
  'GET /assets', 'GET /assets/{id}', 'DELETE /assets/{id}', 'POST /assets/{id}/playback', 'GET /assets/{id}/poster', 'GET /events',
  'GET /quarantine', 'POST /quarantine/{assetId}/release step-up', 'POST /quarantine/{assetId}/reject step-up',
];

describe('the OpenAPI document of media', () => {
  it('should have exactly the routes of the contract, open or closed as agreed', async () => {
    expect(contractGaps(await openApi(), '/api/media/v1', CONTRACT)).toEqual([]);
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
