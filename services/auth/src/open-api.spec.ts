import { describe, expect, it } from '@jest/globals';
import { contractGaps, type ContractRoute } from '@practika/testing';
import { openApi } from './open-api.js';

/** The contract's table of this service. */
const CONTRACT: readonly ContractRoute[] = [
  'POST /sign-up open', 'POST /verify-email open', 'POST /verify-email/resend open',
  'POST /sessions open', 'GET /sessions', 'DELETE /sessions/current', 'DELETE /sessions/{id}', 'DELETE /sessions', 'POST /sessions/current/step-up',
  'GET /csrf open', 'GET /me', 'PATCH /me', 'POST /me/password', 'GET /password-policy open', 'POST /password/forgot open', 'POST /password/reset open',
  'GET /tokens', 'POST /tokens step-up', 'DELETE /tokens/{id}',
  'GET /users', 'GET /users/{id}', 'PATCH /users/{id} step-up', 'GET /security-events', 'POST /invitations', 'POST /invitations/accept open',
];

describe('the OpenAPI document of auth', () => {
  it('should have exactly the routes of the contract, open or closed as agreed', async () => {
    expect(contractGaps(await openApi(), '/api/auth/v1', CONTRACT)).toEqual([]);
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
