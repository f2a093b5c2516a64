import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadOperatorConfig } from './operator.config.js';
import { withAccounts } from './operator-context.js';
import { AuthStack } from './testing/auth-stack.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start(); });
afterAll(() => stack.stop());

describe("the operator's commands", () => {
  it('should make an administrator who can sign in at once, over the runtime role', async () => {
    const config = loadOperatorConfig(stack.env);
    const person = stack.newPerson();
    const id = await withAccounts(config, (accounts) => accounts.create({ ...person, displayName: 'Boss', role: 'admin' }));
    const signIn = await stack.client().post('/sessions', { identifier: person.email, password: person.password });
    expect(signIn).toMatchObject({ status: 201, body: { user: { id, role: 'admin', displayName: 'Boss' } } });
    await expect(withAccounts(config, (accounts) => accounts.create({ ...person, username: `x${person.username.slice(2)}`, displayName: 'Boss', role: 'admin' }))).rejects.toMatchObject({ code: 'conflict' });
    await expect(withAccounts(config, (accounts) => accounts.create({ ...stack.newPerson(), username: person.username, displayName: 'Boss', role: 'admin' }))).rejects.toMatchObject({ code: 'username-taken' });
    await expect(withAccounts(config, (accounts) => accounts.create({ ...stack.newPerson(), password: 'password1234', displayName: 'Boss', role: 'admin' }))).rejects.toMatchObject({ code: 'validation-failed' });
  });
});
