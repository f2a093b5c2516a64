import { Introspector } from './principal-resolver.js';
import { introspectionAnswer, type IntrospectionAnswer, type IntrospectionQuestion } from './introspection.js';
import type { InternalClient } from './internal-client.js';

/** Introspection over auth's internal port, for every service but auth. */
export class RemoteIntrospector extends Introspector {
  constructor(private readonly client: InternalClient) {
    super();
  }

  introspect(question: IntrospectionQuestion): Promise<IntrospectionAnswer> {
    return this.client.call('auth', { method: 'POST', path: '/internal/introspect', body: question, answer: introspectionAnswer });
  }
}
