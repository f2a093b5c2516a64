import { describe, expect, it } from '@jest/globals';
import { readCreateAdminArguments } from './create-admin.arguments.js';

describe('create-admin', () => {
  it('should take an address and a user name', () => {
    expect(readCreateAdminArguments(['--email', 'a@example.org', '--username', 'ada'])).toEqual({ kind: 'run', email: 'a@example.org', username: 'ada', displayName: 'ada', generate: false });
    expect(readCreateAdminArguments(['--email=a@example.org', '--username=ada', '--display-name=Ada L.', '--generate'])).toMatchObject({ displayName: 'Ada L.', generate: true });
  });

  it('should explain itself', () => expect(readCreateAdminArguments(['--help'])).toEqual({ kind: 'help' }));

  it.each([[[]], [['--email', 'nonsense', '--username', 'ada']], [['--email', 'a@example.org', '--username', 'admin']], [['--email', 'a@example.org', '--username', 'ada', '--password', 'x']], [['extra']]])(
    'should refuse %j in words', (args) => {
      const read = readCreateAdminArguments(args);
      expect(read.kind === 'wrong' && read.problems.length > 0).toBe(true);
    },
  );
});
