import { describe, expect, it } from '@jest/globals';
import { contractGaps, type ContractRoute } from '@practika/testing';
import { openApi } from './open-api.js';

/** The contract's table of this service without exports and erasures, which are not there yet. */
const CONTRACT: readonly ContractRoute[] = [
  'GET /notices/current open', 'GET /purposes open', 'GET /consents', 'PUT /consents/{purpose}', 'GET /receipts', 'GET /receipts/{id}', 'GET /jwks open',
];

describe('the OpenAPI document of consent', () => {
  it('should have exactly the routes of the contract, open or closed as agreed', async () => {
    expect(contractGaps(await openApi(), '/api/consent/v1', CONTRACT)).toEqual([]);
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
