import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { operationId, type RouteFacts, routeFacts } from './route-facts.js';

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', examples: ['/problems/upload-too-large'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: "The request's id" },
    errors: { type: 'array', items: { type: 'object', required: ['pointer', 'detail'], properties: { pointer: { type: 'string' }, detail: { type: 'string' } } } },
  },
};
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

interface Operation {
  operationId?: string;
  security?: Record<string, string[]>[];
  description?: string;
  parameters?: object[];
  responses: Record<string, object>;
}

/** The OpenAPI 3.1 document of a service, from its decorators alone: nothing is connected to. */
export async function createOpenApi(module: Type | object, service: string, version: string): Promise<OpenAPIObject> {
  // Preview mode builds no provider, so that no pool and no connection is opened.
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Practika ${service}`)
    .setVersion(version)
    .addCookieAuth('practika_session', { type: 'apiKey', in: 'cookie', name: 'practika_session', description: 'Every method but GET also needs X-CSRF-Token. On https the cookie is called __Host-practika_session.' }, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'prk_…' }, 'token')
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: operationId });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA as never } };
  document.paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => path.startsWith('/api/')).sort(([a], [b]) => (a < b ? -1 : 1)));
  addAccess(document, routeFacts(app));
  return document;
}

/** Says for each operation who reaches it and what the guards may answer before the handler runs. */
function addAccess(document: OpenAPIObject, facts: ReadonlyMap<string, RouteFacts>): void {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method] as Operation | undefined;
      if (operation === undefined) continue;
      const known = facts.get(operation.operationId ?? '');
      if (known === undefined) throw new Error(`${method} ${path} is documented, but nothing says who may reach it`);
      operation.security = known.open ? [] : [{ session: [] }, ...(known.sessionOnly ? [] : [{ token: [] }])];
      const words = wordsOf(known);
      if (words !== '') operation.description = words;
      addParameters(operation, method, known);
      addRefusals(operation, method, known);
    }
  }
}

function wordsOf(known: RouteFacts): string {
  const words: string[] = [];
  if (known.stepUp) words.push('Needs a password given within the last five minutes (step-up).');
  if (!known.open) words.push(known.sessionOnly ? 'By session alone; no token reaches it.' : `A token needs the scope ${known.scope ?? ''}.`);
  return words.join(' ');
}

function addParameters(operation: Operation, method: string, known: RouteFacts): void {
  const header = (name: string, description: string): object => ({ name, in: 'header', required: false, description, schema: { type: 'string' } });
  const parameters = operation.parameters ?? [];
  if (!known.open && method !== 'get') parameters.push(header('X-CSRF-Token', 'With the session cookie: the value of the cookie practika_csrf'));
  if (known.creates) parameters.push({ ...header('Idempotency-Key', 'Same key and body, same answer, for 24 hours'), schema: { type: 'string', minLength: 1, maxLength: 255 } });
  if (parameters.length > 0) operation.parameters = parameters;
}

function addRefusals(operation: Operation, method: string, known: RouteFacts): void {
  const refuse = (status: number, description: string): void => {
    operation.responses[status] ??= { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  };
  if (!known.open) refuse(401, '/problems/unauthenticated');
  if (method !== 'get' || !known.open) refuse(403, known.stepUp ? '/problems/csrf-failed, /problems/forbidden, /problems/step-up-required' : '/problems/csrf-failed, /problems/forbidden, /problems/insufficient-scope');
  refuse(429, '/problems/too-many-requests');
  refuse(503, '/problems/unavailable');
}
