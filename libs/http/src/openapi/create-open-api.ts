import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { ProblemCode } from '@practika/problems';
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
const PROBLEM_CONTENT = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

interface Operation {
  operationId?: string;
  security?: Record<string, string[]>[];
  description?: string;
  parameters?: object[];
  requestBody?: object;
  responses: Record<string, { description?: string }>;
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
      addParameters(operation, path, method, known);
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

function addParameters(operation: Operation, path: string, method: string, known: RouteFacts): void {
  // Handlers read path parameters from their input and not by @Param(), so the path is all there is to go by.
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => ({
    name, in: 'path', required: true, schema: { type: 'string', ...(/id$/i.test(name) ? { format: 'uuid' } : {}) },
  }));
  const header = (name: string, description: string): object => ({ name, in: 'header', required: false, description, schema: { type: 'string' } });
  const headers: object[] = [];
  if (!known.open && method !== 'get') headers.push(header('X-CSRF-Token', 'With the session cookie: the value of the cookie practika_csrf'));
  if (known.creates) headers.push({ ...header('Idempotency-Key', 'Same key and body, same answer, for 24 hours'), schema: { type: 'string', minLength: 1, maxLength: 255 } });
  operation.parameters = [...inPath, ...(operation.parameters ?? []), ...headers];
}

/** What guards and body reader answer before the handler runs, added to what the handler says of itself. */
function addRefusals(operation: Operation, method: string, known: RouteFacts): void {
  const refuse = (status: number, ...codes: readonly ProblemCode[]): void => {
    const said = operation.responses[status];
    const types = codes.map((code) => `/problems/${code}`).filter((type) => said?.description?.includes(type) !== true);
    if (said === undefined) operation.responses[status] = { description: types.join(', '), ...PROBLEM_CONTENT };
    else if (said.description?.startsWith('/problems/') === true) said.description = [said.description, ...types].join(', ');
  };
  if (!known.open) refuse(401, 'unauthenticated');
  if (method !== 'get') refuse(403, 'csrf-failed');
  if (!known.open) refuse(403, 'forbidden', ...(known.sessionOnly ? [] : (['insufficient-scope'] as const)), ...(known.stepUp ? (['step-up-required'] as const) : []));
  if (operation.requestBody !== undefined) {
    refuse(400, 'malformed-json');
    refuse(413, 'body-too-large');
    refuse(415, 'unsupported-media-type');
    refuse(422, 'validation-failed');
  }
  refuse(429, 'too-many-requests');
  refuse(503, 'unavailable');
}
